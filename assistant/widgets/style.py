"""The look of what ``showing/html.py`` writes, on the light theme and the dark one."""

from __future__ import annotations

SHEET = """<style>
/* The bar with the pages lies over the top of each. */
.stMain .block-container { padding-top: 4.25rem; padding-bottom: 2rem; max-width: 52rem; }
.stMain .block-container:has(.st-key-beside) { max-width: 84rem; }
.stMain .block-container > [data-testid="stVerticalBlock"] { gap: 0.75rem; }
.cd-unseen, .st-key-browser { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }

.cd-title h1 { font-size: 1.75rem; padding: 0; letter-spacing: -0.01em; }
.cd-title.cd-begun h1 { font-size: 1.1rem; margin: 0; }
.cd-title p, .cd-can p { margin: 0.25rem 0 0; color: var(--cd-soft); }
.cd-can h2 { font-size: 1.05rem; padding: 0; margin: 0.5rem 0 0; }
:root { --cd-soft: light-dark(#55534d, #b7b4ab); --cd-line: light-dark(#d9d6cf, #45423c);
  --cd-link: light-dark(#1f5f8b, #8cc4ea); }
.cd-problem { border-left: 4px solid #c0392b; background: color-mix(in srgb, #c0392b 9%, transparent);
  padding: 0.75rem 1rem; border-radius: 4px; margin: 0; }
.cd-lost { position: sticky; top: 3.75rem; z-index: 999990; margin: 0 auto; max-width: 60rem;
  background: light-dark(#fbe9e7, #43201b); }
.cd-reply { padding: 0.25rem 0; margin: 0; }
.cd-note { font-size: 0.85rem; color: var(--cd-soft); margin: 0.35rem 0 0; overflow-wrap: anywhere; }

.st-key-question_box { gap: 0.35rem; }
.st-key-facts button { min-height: 1.75rem; padding-top: 0; padding-bottom: 0; }
.cd-facts { display: flex; flex-wrap: wrap; gap: 0.35rem; margin: 0; font-size: 0.85rem; }
.cd-fact { padding: 0.05rem 0.55rem; border-radius: 1rem;
  background: color-mix(in srgb, currentColor 10%, transparent); }

.st-key-card { scroll-margin-top: 4rem; border: 1px solid var(--cd-line); border-radius: 8px;
  padding: 1rem 1.15rem; gap: 0.75rem; }
.cd-question { scroll-margin-top: 4.25rem; }
.cd-question h2 { margin: 0 0 0.25rem; padding: 0; font-size: 0.95rem; font-weight: 400; color: var(--cd-soft);
  overflow-wrap: anywhere; }
.cd-answer { line-height: 1.55; }
.cd-answer p { margin: 0 0 0.6rem; white-space: pre-line; overflow-wrap: anywhere; }
.cd-answer h3 { font-size: 0.95rem; font-weight: 600; margin: 1rem 0 0.4rem; padding: 0; }
.cd-answer h3:first-child { margin-top: 0; }
.cd-lead { font-weight: 600; }
.cd-answer p.cd-answers { font-size: 1.375rem; line-height: 1.3; margin-bottom: 0.35rem; letter-spacing: -0.005em; }
.cd-answer p.cd-basis { font-size: 0.875rem; color: var(--cd-soft); }
.cd-cases { border-collapse: collapse; width: 100%; margin: 0 0 0.75rem; font-size: 0.95rem; }
.cd-cases caption { text-align: left; font-weight: 600; font-size: 0.95rem; padding-bottom: 0.35rem; color: inherit; }
.cd-cases th, .cd-cases td { text-align: left; vertical-align: top; font-weight: inherit; padding: 0.35rem 0.55rem;
  line-height: 1.4; border: 1px solid var(--cd-line); overflow-wrap: anywhere; }
.cd-cases thead th:first-child { width: 42%; }
.cd-cases thead th:last-child { width: 26%; }
.cd-cases thead th { font-size: 0.85rem; color: var(--cd-soft); }
.cd-answer a.cd-code { display: inline-block; min-width: 24px; padding: 0 0.4rem; margin: 1px 0; border-radius: 4px;
  border: 1px solid currentColor; font-weight: 600; font-variant-numeric: tabular-nums; text-decoration: none;
  line-height: 22px; white-space: nowrap; }
.cd-answer a.cd-code:hover { text-decoration: underline; }
.cd-whole { margin: 0.5rem 0; }
.cd-whole summary { cursor: pointer; font-size: 0.9rem; min-height: 24px; }
.cd-strength { padding: 0.1rem 0.5rem; border-radius: 1rem; white-space: nowrap;
  background: color-mix(in srgb, currentColor 12%, transparent); }
.cd-strong { background: #d7efdf; color: #14532d; }
.cd-moderate { background: #fdf0cf; color: #6b4500; }
.cd-nearest, .cd-nothing { border-left: 4px solid #b7791f; padding: 0.5rem 0.9rem; border-radius: 4px;
  background: color-mix(in srgb, #b7791f 12%, transparent); }
.cd-nothing { border-left-color: #7a7a7a; background: color-mix(in srgb, #7a7a7a 12%, transparent); }
.cd-answer p.cd-quotation { border-left: 3px solid var(--cd-line); padding-left: 0.9rem; }
.cd-answer .cd-further p { font-size: 0.9rem; }
.cd-speaker { display: block; font-size: 0.85rem; color: var(--cd-soft); }
.cd-answer a { color: var(--cd-link); }
a.cd-mark { display: inline-block; min-width: 24px; min-height: 24px; line-height: 24px; text-align: center;
  font-weight: 600;
  font-size: 0.875rem; text-decoration: none; white-space: nowrap; }
a.cd-mark:hover { text-decoration: underline; }
.cd-box { border: 1px solid var(--cd-line); border-radius: 6px; padding: 0.65rem 0.9rem; margin: 0.75rem 0; }
.cd-answer .cd-box h3 { margin: 0 0 0.25rem; }
.cd-answer .cd-box p, .cd-answer .cd-box ul { margin: 0; }
.cd-box ul { padding-left: 1.25rem; }
.cd-box li { margin: 0; }
.cd-answer .cd-differs { border: 0; border-left: 4px solid #b7791f; background: light-dark(#fdf0cf, #3d3117); }
.cd-differs ul { list-style: none; padding: 0; }
.cd-differs li + li { margin-top: 0.35rem; }
.cd-period { display: inline-block; padding: 0 0.45rem; border-radius: 4px; font-size: 0.85rem; font-weight: 600;
  background: light-dark(#fff, #171614); border: 1px solid light-dark(#d8b877, #6f5a2c); }
.cd-side::first-letter { text-transform: uppercase; }
.cd-evidence > :first-child { margin-top: 0; }
.cd-evidence:empty { display: none; }

.cd-answer ol.cd-rows, .cd-earlier ol { list-style: none; padding: 0; margin: 0; }
.cd-rows li { margin: 0; border-top: 1px solid var(--cd-line); }
.cd-row, .cd-earlier button { display: block; width: 100%; text-align: left; background: none; border: 0;
  color: inherit;
  font: inherit; padding: 0.5rem 0.5rem; cursor: pointer; border-radius: 4px; overflow-wrap: anywhere; }
.cd-row:hover, .cd-earlier button:hover { background: color-mix(in srgb, currentColor 6%, transparent); }
.cd-row[aria-pressed=true] { background: color-mix(in srgb, #1f5f8b 9%, transparent);
  box-shadow: inset 3px 0 0 var(--cd-link); }
.cd-row-title { font-weight: 600; }
.cd-row-said { display: block; font-size: 0.95rem; line-height: 1.45; }
.cd-badge { display: inline-block; font-size: 0.8rem; font-weight: 600; padding: 0 0.45rem; border-radius: 4px;
  margin-right: 0.35rem; background: light-dark(#e8e6e1, #3a3833); color: light-dark(#3d3a34, #e6e3dc); }
.cd-current { background: #d7efdf; color: #14532d; }
.cd-then { background: #fdf0cf; color: #6b4500; }
.cd-ruling { background: #d9e7f5; color: #123f63; }
.cd-opinion { background: #ece4f4; color: #4a2a6b; }
.cd-actions { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0; align-items: center; }
.cd-answer p.cd-actions { margin: 0.5rem 0 0; }
.cd-button { font: inherit; font-size: 0.9rem; padding: 0.3rem 0.75rem; min-height: 2.25rem; border-radius: 4px;
  cursor: pointer;
  border: 1px solid var(--cd-line); background: none; color: inherit; }
.cd-button:hover { border-color: var(--cd-link); color: var(--cd-link); }
.cd-button.cd-done::after { content: " \2713"; }
.cd-row:focus-visible, .cd-button:focus-visible, .cd-earlier button:focus-visible, .cd-answer a:focus-visible,
.cd-answer summary:focus-visible { outline: 2px solid var(--cd-link); outline-offset: 1px; }
.st-key-actions button { min-height: 2.25rem; }

.st-key-beside { position: sticky; top: 4.25rem; max-height: calc(100vh - 5rem); overflow-y: auto; gap: 0.5rem;
  padding: 0 0.25rem; }
.cd-answer .cd-passage { margin: 0.25rem 0 0.5rem; padding: 0; border: 0; opacity: 1; color: inherit;
  overflow-wrap: anywhere; }
.cd-passage mark { background: #ffe9a3; color: #1b1b1b; padding: 0.05em 0.1em; border-radius: 2px; }
.cd-answer p.cd-formal { font-size: 0.9rem; border-top: 1px solid var(--cd-line); padding-top: 0.5rem; margin: 0; }
.cd-answer.cd-thread { list-style: none; padding: 0; margin: 0; }
.cd-thread li { border: 1px solid var(--cd-line); border-radius: 6px; padding: 0.5rem 0.75rem; margin: 0 0 0.5rem; }
.cd-thread li.cd-quoted { border-color: #b7791f; border-width: 2px; }
.cd-earlier { border-top: 1px solid var(--cd-line); padding-top: 0.5rem; }
.cd-earlier h2 { font-size: 1rem; padding: 0; margin: 0 0 0.25rem; }
.cd-earlier .cd-then { background: none; color: inherit; display: block; font-size: 0.85rem; color: var(--cd-soft); }
.cd-earlier .cd-said { display: block; font-weight: 600; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; }

.cd-draft { border: 1px dashed var(--cd-soft); border-radius: 6px; padding: 0.5rem 1rem; color: var(--cd-soft); }
.cd-draft h3 { font-size: 0.95rem; padding: 0; margin: 0 0 0.25rem; }
.cd-draft p { margin: 0; font-style: italic; white-space: pre-line; overflow-wrap: anywhere; }

.cd-dossier h2 { font-size: 1.4rem; padding: 0; margin: 0 0 0.25rem; }
.cd-dossier h3 { font-size: 1rem; font-weight: 600; padding: 0; margin: 1.25rem 0 0.5rem; }
.cd-dossier h2.cd-shelf { font-size: 1rem; font-weight: 600; margin: 0.75rem 0 0.25rem; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {
  color: var(--cd-soft) !important; opacity: 1; }
.cd-dossier > p { margin: 0 0 0.25rem; }
.cd-point { border-left: 3px solid var(--cd-line); padding-left: 0.9rem; margin: 0 0 1rem; }
.cd-answer .cd-point p { margin: 0 0 0.35rem; }
.cd-point > p:first-child { font-weight: 600; }
.cd-point ul { padding-left: 1.25rem; margin: 0; }
.cd-source { display: block; font-size: 0.85rem; color: var(--cd-soft); overflow-wrap: anywhere; }
.cd-denial h2 { font-size: 1rem; font-weight: 600; padding: 0; margin: 1rem 0 0.4rem; }
.cd-denial ul { padding-left: 1.25rem; margin: 0; }
.cd-denial li { overflow-wrap: anywhere; }
.cd-wide { overflow-x: auto; }
.cd-answer .cd-wide thead th:first-child { width: 24%; }
.cd-answer .cd-wide thead th:last-child { width: 44%; }
.cd-wide .cd-cases caption { font-size: 1rem; }

.st-key-library-rows > [data-testid="stElementContainer"]:has(.cd-source) { margin-bottom: 0.6rem; }
.st-key-library-rows button { min-height: 1.75rem; padding: 0; text-align: left; }
.st-key-library-rows button p { font-weight: 600; }
.st-key-library-rows .cd-source { margin: 0; }
.cd-answer .cd-pairs { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; margin: 0.5rem 0 1rem;
  padding: 0;  font-size: 0.9rem; }
.cd-pairs dt { opacity: 0.75; }
.cd-pairs dd { margin: 0; overflow-wrap: anywhere; }
.cd-answer .cd-figures thead th:last-child, .cd-answer .cd-figures thead th:nth-child(2) { width: 5.5rem; }
.cd-tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 0 1.5rem;
  align-items: start; }
.cd-figures td { text-align: right; font-variant-numeric: tabular-nums; }
.cd-draft-file { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px;
  padding: 0.25rem 1rem 0.5rem; }
.cd-done { border-left: 4px solid #1f7a4d; background: color-mix(in srgb, #1f7a4d 10%, transparent);
  padding: 0.5rem 1rem; border-radius: 4px; }
.cd-done p { margin: 0; overflow-wrap: anywhere; }
.cd-checked ol { padding-left: 1.5rem; margin: 0; }
.cd-checked li { margin: 0 0 1.25rem; }
.cd-checked h2 { font-size: 1.15rem; padding: 0; margin: 0.5rem 0 0.25rem; }
.cd-answer p.cd-claim { margin: 0 0 0.4rem; font-weight: 600; }
.cd-answer p.cd-source { font-size: 0.85rem; margin: 0 0 0.25rem; }
.cd-verdict { font-size: 0.85rem; padding: 0.1rem 0.5rem; border-radius: 4px; white-space: nowrap;
  margin-right: 0.25rem; border: 1px solid currentColor; }
.cd-supported { background: #d7efdf; color: #14532d; }
.cd-contradicted { background: #fbdcd8; color: #7a1d12; }
.cd-replaced { background: #e8e6e1; color: #3d3a34; }
.cd-verdict.cd-replaced { background: #fdf0cf; color: #6b4500; }
.cd-unfound { background: #e8e6e1; color: #3d3a34; }

.cd-footer { font-size: 0.8rem; color: var(--cd-soft); line-height: 1.5; margin-top: 0.5rem; }
.cd-footer p { font-size: inherit; margin: 0 0 0.4rem; overflow-wrap: anywhere; }

/* Where two columns have no room they stand below one another. */
@media (max-width: 899px) {
  [data-testid="stHorizontalBlock"]:has(.st-key-beside) { flex-wrap: wrap; }
  [data-testid="stHorizontalBlock"]:has(.st-key-beside) > [data-testid="stColumn"] { flex: 1 1 100%; width: 100%; }
  .st-key-beside { position: static; max-height: none; }
}
@media (max-width: 640px) {
  .stMain .block-container { padding-left: 0.75rem; padding-right: 0.75rem; }
  .st-key-card { padding: 0.75rem; }
  .cd-answer p.cd-answers { font-size: 1.15rem; }
  .cd-answer p.cd-answers, .cd-answer p.cd-basis { margin-bottom: 0.4rem; }
  .cd-answer p.cd-basis { font-size: 0.8rem; line-height: 1.4; }
  .cd-cases { font-size: 0.85rem; }
  .cd-cases th, .cd-cases td { padding: 0.25rem 0.4rem; line-height: 1.3; }
}
@media print {
  [data-testid="stHeader"], .st-key-question_box, .st-key-switch, .st-key-actions, [class*="st-key-replies-"],
  .cd-earlier,
  .cd-button, [data-testid="stTabs"] [role=tablist], .cd-lost { display: none !important; }
  .stApp, .stMain, [data-testid="stAppViewContainer"], .stMain .block-container { position: static !important;
    overflow: visible !important; height: auto !important; max-width: none !important; padding: 0 !important; }
  [data-testid="stHorizontalBlock"]:has(.st-key-beside) { display: block; }
  .st-key-beside { position: static; max-height: none; overflow: visible; }
  .st-key-card { border: 0; padding: 0; }
  .cd-box, .cd-rows li, tr { break-inside: avoid; }
}
</style>"""
