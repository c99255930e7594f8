"""The look of what ``showing/html.py`` writes, on the light theme and the dark one."""

from __future__ import annotations

SHEET = """<style>
/* The bar with the pages lies over the top of each. */
.stMain .block-container { padding-top: 4.25rem; padding-bottom: 2rem; max-width: 50rem; }
[data-testid="stLayoutWrapper"]:has(> .st-key-question_box) { position: sticky; bottom: 0; z-index: 5;
  padding: 0.5rem 0; background: #ffffff; background: light-dark(#ffffff, #171614); }

.cd-title h1 { font-size: 1.75rem; padding: 0; letter-spacing: -0.01em; }
.cd-title.cd-begun h1 { font-size: 1.1rem; margin: 0; }
.stMain .block-container > [data-testid="stVerticalBlock"]:has(.cd-begun) { gap: 0.6rem; }
.cd-title p { margin: 0.25rem 0 0; opacity: 0.75; }
.cd-problem { border-left: 4px solid #c0392b; background: color-mix(in srgb, #c0392b 9%, transparent);
  padding: 0.75rem 1rem; border-radius: 4px; margin: 0; }
.cd-reply { padding: 0.25rem 0; margin: 0; }
.cd-note { font-size: 0.85rem; opacity: 0.75; margin: 0.35rem 0 0; overflow-wrap: anywhere; }

.cd-question { scroll-margin-top: 4.5rem; }
#turn-1 { scroll-margin-top: 12rem; }
.cd-question > p:first-child { margin: 0; font-weight: 600; overflow-wrap: anywhere; }

.cd-answer { line-height: 1.6; }
.cd-answer p { margin: 0 0 0.75rem; white-space: pre-line; overflow-wrap: anywhere; }
.cd-answer h4 { font-size: 0.95rem; font-weight: 600; margin: 1.25rem 0 0.5rem; padding: 0; }
.cd-lead { font-weight: 600; }
.cd-answer p.cd-answers { font-size: 1.15rem; line-height: 1.45; }
.cd-answer p.cd-basis { font-size: 0.9rem; }
.cd-cases { border-collapse: collapse; width: 100%; margin: 0 0 1rem; font-size: 0.95rem; }
.cd-cases caption { text-align: left; font-weight: 600; font-size: 0.95rem; padding-bottom: 0.35rem; }
.cd-cases th, .cd-cases td { text-align: left; vertical-align: top; font-weight: inherit; padding: 0.4rem 0.6rem;
  line-height: 1.4; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); overflow-wrap: anywhere; }
.cd-cases thead th:first-child { width: 42%; }
.cd-cases thead th:last-child { width: 24%; }
.cd-cases thead th { font-size: 0.85rem; opacity: 0.75; }
.cd-whole { margin: 0.75rem 0; }
.cd-whole summary { cursor: pointer; font-size: 0.9rem; }
.cd-strength { padding: 0.15rem 0.55rem; border-radius: 1rem; white-space: nowrap;
  background: color-mix(in srgb, currentColor 12%, transparent); }
.cd-strong { background: #d7efdf; color: #14532d; }
.cd-moderate { background: #fdf0cf; color: #6b4500; }
.cd-nearest, .cd-nothing { border-left: 4px solid #b7791f; padding: 0.5rem 0.9rem; border-radius: 4px;
  background: color-mix(in srgb, #b7791f 12%, transparent); }
.cd-nothing { border-left-color: #7a7a7a; background: color-mix(in srgb, #7a7a7a 12%, transparent); }
.cd-answer p.cd-quotation { border-left: 3px solid color-mix(in srgb, currentColor 20%, transparent);
  padding-left: 0.9rem; }
.cd-answer .cd-further p { font-size: 0.9rem; }
.cd-speaker { display: block; font-size: 0.85rem; opacity: 0.75; }
.cd-answer a { color: #1f5f8b; color: light-dark(#1f5f8b, #8cc4ea); }
a.cd-mark { font-weight: 600; text-decoration: none; white-space: nowrap; }
a.cd-mark:hover { text-decoration: underline; }
.cd-box { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px;
  padding: 0.75rem 1rem; margin: 1rem 0; }
.cd-answer .cd-box h4 { margin: 0 0 0.25rem; }
.cd-answer .cd-box p, .cd-answer .cd-box ul { margin: 0; }
.cd-box ul { padding-left: 1.25rem; }
.cd-box li { margin: 0; }
.cd-evidence > :first-child { margin-top: 0; }
.st-key-question_box { gap: 0.4rem; }
.st-key-facts button { min-height: 1.75rem; padding-top: 0; padding-bottom: 0; }
.cd-facts { display: flex; flex-wrap: wrap; gap: 0.35rem; margin: 0; font-size: 0.85rem; }
.cd-fact { padding: 0.05rem 0.55rem; border-radius: 1rem;
  background: color-mix(in srgb, currentColor 10%, transparent); }
.cd-side::first-letter { text-transform: uppercase; }

.cd-draft { border: 1px dashed color-mix(in srgb, currentColor 40%, transparent); border-radius: 6px;
  padding: 0.5rem 1rem; opacity: 0.75; }
.cd-draft h4 { font-size: 0.95rem; padding: 0; margin: 0 0 0.25rem; }
.cd-draft p { margin: 0; font-style: italic; white-space: pre-line; overflow-wrap: anywhere; }

.cd-panel { border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 6px;
  margin: 0 0 0.5rem; }
.cd-panel:has(:target) { border-color: #1f5f8b; }
.cd-panel summary { display: flex; gap: 0.6rem; padding: 0.6rem 0.9rem; cursor: pointer; list-style: none; }
.cd-panel summary::after { content: "+"; margin-left: auto; opacity: 0.6; }
.cd-panel[open] summary::after { content: "–"; }
.cd-number { font-weight: 600; }
.cd-label { font-size: 0.9rem; line-height: 1.45; overflow-wrap: anywhere; }
.cd-tier { display: block; font-size: 0.8rem; opacity: 0.75; }
.cd-inside { padding: 0 0.9rem 0.8rem; scroll-margin-top: 9rem; }
.cd-answer .cd-passage { margin: 0.25rem 0 0; padding: 0; border: 0; opacity: 1; color: inherit;
  overflow-wrap: anywhere; }
.cd-answer .cd-inside .cd-note { margin: 0.4rem 0 0; }
.cd-passage mark { background: #ffe9a3; color: #1b1b1b; padding: 0.05em 0.1em; border-radius: 2px; }

.cd-dossier h2 { font-size: 1.4rem; padding: 0; margin: 0 0 0.25rem; }
.cd-dossier h3 { font-size: 1rem; font-weight: 600; padding: 0; margin: 1.25rem 0 0.5rem; }
.cd-dossier > p { margin: 0 0 0.25rem; }
.cd-point { border-left: 3px solid color-mix(in srgb, currentColor 20%, transparent); padding-left: 0.9rem;
  margin: 0 0 1rem; }
.cd-answer .cd-point p { margin: 0 0 0.35rem; }
.cd-point > p:first-child { font-weight: 600; }
.cd-point ul { padding-left: 1.25rem; margin: 0; }
.cd-source { display: block; font-size: 0.85rem; opacity: 0.8; overflow-wrap: anywhere; }
.cd-badge { font-size: 0.8rem; font-weight: 400; padding: 0.05rem 0.5rem; border-radius: 1rem;
  background: color-mix(in srgb, #b7791f 22%, transparent); }
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
.cd-replaced { background: #fdf0cf; color: #6b4500; }
.cd-unfound { background: #e8e6e1; color: #3d3a34; }

.cd-footer { font-size: 0.8rem; opacity: 0.7; line-height: 1.5; margin-top: 0.5rem; }
.cd-footer p { font-size: inherit; margin: 0 0 0.4rem; overflow-wrap: anywhere; }

/* On a telephone an answer has the whole width, and the way to begin anew stands beside the box. */
@media (max-width: 640px) {
  [data-testid="stChatMessage"] > [data-testid^="stChatMessageAvatar"] { display: none; }
  [data-testid="stChatMessage"] { padding-left: 0; padding-right: 0; }
  [data-testid="stChatMessage"]:has(.cd-question) { padding: 0.5rem 0.75rem; }
  [data-testid="stChatMessage"] { padding-top: 0.5rem; }
  .cd-answer p.cd-answers { font-size: 1.05rem; line-height: 1.35; }
  .cd-answer p.cd-answers, .cd-answer p.cd-basis { margin-bottom: 0.4rem; }
  .cd-answer p.cd-basis { font-size: 0.8rem; line-height: 1.4; }
  .cd-cases { font-size: 0.82rem; }
  .cd-cases th, .cd-cases td { padding: 0.25rem 0.4rem; line-height: 1.3; }
}
</style>"""
