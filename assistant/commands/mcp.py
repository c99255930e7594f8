"""`citedesk mcp`."""

from __future__ import annotations

import functools
import logging

from assistant import console
from assistant.options import AsJudge, FalseClaims, GeneratorName, IndexFolder, NoReader


def run(
    index: IndexFolder = None,
    generator: GeneratorName = None,
    no_reader: NoReader = False,
    false_claims: FalseClaims = None,
    judge: AsJudge = False,
) -> None:
    """Offer the desk to an assistant that speaks the Model Context Protocol, over standard input and output."""
    console.extra("mcp", "mcp")
    from assistant.ask import Desk
    from assistant.serving import tools
    from assistant.serving.desks import Desks

    # Standard output is the protocol's.
    logging.basicConfig(format="citedesk: %(message)s", level=logging.WARNING)
    folder, chosen = console.asked_index(index), console.chosen(generator, no_reader, false_claims)
    desks = Desks(folder, functools.partial(Desk.open, folder, chosen, judge))
    desks.watch()
    tools.server(desks).run()
