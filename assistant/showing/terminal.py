"""Answers and passages on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text

from assistant.answers import Answer, Citation, Found
from assistant.rewording import leash


def answer(found: Answer) -> None:
    console = Console()
    if found.read_as != found.question:
        console.print(Text(f"Read as: {found.read_as}", style="dim"))
    if found.masked:
        console.print(Text(f"Masked before searching: {', '.join(found.masked)}", style="yellow"))
    console.print(Markdown(found.text))
    if said := leash.note(found.wording):
        console.print(Text(f"\n{said}", style="yellow" if found.wording.instead else "dim"))
    console.print(Text("\nCitations" if found.citations else "\nNearest documents", style="bold"))
    for citation in found.citations or found.nearest:
        _citation(console, citation)
    if found.ask_first:
        console.print(Text("\nFind out first", style="bold"))
        for point in found.ask_first:
            console.print(Text(f"- {point}"))
    console.print(
        Text(f"\nEvidence: {found.support.strength} ({found.support.value:.2f} on a scale from 0 to 1)", style="dim")
    )
    if found.support.caveat:
        console.print(Text(f"Note: {found.support.caveat}", style="yellow"), soft_wrap=True)
    console.print(Text(f"From knowledge base, model and program {found.fingerprint}", style="dim"))


def search(found: Found, top: int) -> None:
    console = Console()
    if found.question.read_as != found.question.typed:
        console.print(Text(f"Read as: {found.question.read_as}", style="dim"))
    if found.masked:
        console.print(Text(f"Masked before searching: {', '.join(found.masked)}", style="yellow"))
    for rank, candidate in enumerate(found.candidates[:top], 1):
        passage = candidate.passage
        console.print(Text(f"{rank}. {passage.citation}", style="bold"))
        console.print(
            Text(f"   {passage.id}  score {candidate.score:.3f}, by {', '.join(candidate.found_by)}", style="dim")
        )
        console.print(Text("   " + " ".join(passage.text.split())))


def _citation(console: Console, citation: Citation) -> None:
    """The address stands on a line of its own and is never broken, so that a terminal can open it."""
    console.print(Text(f"[{citation.number}] {citation.label} ({citation.tier.words})"))
    if citation.url:
        console.print(Text(f"    {citation.url}", style="dim"), soft_wrap=True)
