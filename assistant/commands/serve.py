"""`citedesk serve`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated

import typer

from assistant import console
from assistant.options import AsJudge, FalseClaims, GeneratorName, IndexFolder, NoReader


def run(
    index: IndexFolder = None,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; others than this machine need keys.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = 8502,
    keys: Annotated[
        Path | None,
        typer.Option("--keys", help="A file of keys, one a line; also CITEDESK_SERVE_KEYS.", metavar="FILE"),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option("--threads", min=1, max=64, help="How many questions at a time; default: one a processor."),
    ] = None,
    waiting: Annotated[int, typer.Option("--waiting", min=1, max=10_000, help="How many questions may wait.")] = 128,
    rate: Annotated[
        float, typer.Option("--rate", min=0.1, max=100_000, help="How many requests a second each client may send.")
    ] = 100.0,
    generator: GeneratorName = None,
    no_reader: NoReader = False,
    false_claims: FalseClaims = None,
    judge: AsJudge = False,
) -> None:
    """Serve the desk to other programs over HTTP, with an OpenAPI description at /openapi.json."""
    console.extra("serve", "fastapi", "uvicorn", "prometheus_client")
    from assistant.ask import Desk
    from assistant.serving import keys as keys_
    from assistant.serving import limits, server
    from assistant.serving.service import Service

    held = keys_.read(keys)
    server.allowed(host, held)
    folder, chosen = console.asked_index(index), console.chosen(generator, no_reader, false_claims)
    bounds = limits.Limits(threads=threads or limits.processors(), waiting=waiting, rate=rate)
    # The port is taken first: an index may take a while to be opened.
    with server.listening(host, port) as listener:
        service = Service(folder, functools.partial(Desk.open, folder, chosen, judge), held, bounds)
        typer.echo(
            f"Citedesk serves http://{host}:{port} to {'whoever has a key' if held else 'this machine'}; "
            f"{service.desks.current().desk.fingerprint} (stop it with Ctrl-C)"
        )
        try:
            server.run(service, listener)
        except KeyboardInterrupt:
            raise typer.Exit(0) from None
