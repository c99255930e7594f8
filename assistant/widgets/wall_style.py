"""The look of a lesson: on a projector's wall nothing is smaller than 32 px of 1080 lines."""

from __future__ import annotations

# 1.7 hundredths of a width of 1920 px are 32.6 px.
SHEET = """<style>
.cd-wall h1 { font-size: 1.1rem; font-weight: 600; opacity: 0.75; padding: 0; margin: 0 0 0.75rem; }
.cd-wall h1.cd-thought { opacity: 1; }
.cd-wall p { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
.cd-wall .cd-thought { font-size: 1.5rem; line-height: 1.35; }
.cd-wall.cd-middle .cd-thought { font-size: 1.3rem; }
.cd-wall.cd-small .cd-thought { font-size: 1.15rem; }
.cd-wall .cd-who { opacity: 0.75; }
.cd-lines { padding: 0 0 0 1.2em; margin: 0 0 0.75rem; font-size: 1.15rem; }
.cd-lines.cd-lettered { list-style: none; padding: 0; }
.cd-lines li { margin: 0 0 0.4rem; padding: 0; font-size: inherit; }
.cd-hands { white-space: nowrap; padding: 0 0.5rem; border-radius: 4px;
  background: color-mix(in srgb, #1f5f8b 18%, transparent); }
.cd-mark-changed { border-left: 0.3rem solid #b7791f; padding-left: 0.75rem; }
.cd-notes { background: color-mix(in srgb, #b7791f 12%, transparent); }
.cd-notes p { font-size: 1.05rem; margin: 0 0 0.4rem; }
.cd-box h2 { font-size: 0.95rem; font-weight: 600; padding: 0; margin: 0 0 0.4rem; }
.cd-problem ul { margin: 0; padding-left: 1.25rem; }
.cd-problem p { margin: 0; }
.st-key-clicker { display: none; }
</style>"""
PROJECTOR = """<style>
[data-testid="stHeader"] { display: none; }
.stMain .block-container { max-width: none; padding: 2.2vw 4vw 1vw; }
.cd-wall { min-height: 74vh; }
.cd-wall h1 { font-size: clamp(1rem, 1.7vw, 4rem); margin-bottom: 1.6vw; }
.cd-wall p { margin-bottom: 1.2vw; }
.cd-wall .cd-thought, .cd-wall h1.cd-thought { font-size: clamp(1.3rem, 2.7vw, 6rem); line-height: 1.3; }
.cd-wall.cd-middle .cd-thought { font-size: clamp(1.2rem, 2.2vw, 5rem); }
.cd-wall.cd-small .cd-thought { font-size: clamp(1.1rem, 1.8vw, 4.5rem); }
.cd-wall .cd-who, .cd-lines, .cd-mark-changed { font-size: clamp(1rem, 1.7vw, 4rem); line-height: 1.35; }
.cd-large .cd-lines { font-size: clamp(1.1rem, 2.2vw, 5rem); }
.cd-lines li { margin-bottom: 0.7vw; }
.st-key-lesson-keys button *, .st-key-lesson-hands button * { font-size: clamp(1rem, 1.7vw, 4rem) !important; }
.st-key-lesson-keys button, .st-key-lesson-hands button { padding: 0.2vw 1vw; height: auto; min-height: 0; }
</style>"""
