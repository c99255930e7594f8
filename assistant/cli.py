"""The `citedesk` command: registers what ``assistant/commands`` offers, and tells in one line what a user can mend."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import NoReturn, cast

import typer

from assistant import commands
from indexer import plugins
from indexer.errors import CitedeskError, SettingsError

# What a command that cannot be loaded is called with is not looked at.
_ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def _registered() -> typer.Typer:
    """Every command by its name; one that cannot be loaded stands there too, and says why when it is called."""
    made = typer.Typer(
        help="A reference desk for medical coders: answers with verbatim quotations and formal citations, offline.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    try:
        names = plugins.names(commands)
    except CitedeskError as error:
        # One command alone takes whatever is typed for its arguments.
        made = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        made.command(context_settings=_ANYTHING)(_refusal(str(error)))
        return made
    for name in names:
        try:
            run = cast(commands.Module, plugins.load(commands, name)).run
            _accepted(run)
        except Exception as error:  # a plug-in may fail in any way
            made.command(name, help="Cannot be loaded.", context_settings=_ANYTHING)(_refusal(_reason(name, error)))
        else:
            made.command(name)(run)
    return made


def _accepted(run: Callable[..., None]) -> None:
    """Raises what Typer raises for a function that it can make no command of."""
    alone = typer.Typer(add_completion=False)
    alone.command()(run)
    typer.main.get_command(alone)


def _reason(name: str, error: Exception) -> str:
    if isinstance(error, CitedeskError):
        return str(error)
    why = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return f"the command {name} cannot be loaded ({why}); mend it, or remove what brings it"


def _refusal(reason: str) -> Callable[[], None]:
    def run() -> None:
        raise SettingsError(reason)

    return run


app = _registered()


def main() -> None:
    """One line, and no trace, for what a user can mend."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # The name of a file need not be text that the terminal can write.
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except CitedeskError as error:
        _stop(str(error), error)
    except BrokenPipeError:
        # Nobody reads on; what Python flushes at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except OSError as error:
        _stop(f"{error.filename or 'the output'}: {error.strerror or error}", error)


def _stop(reason: str, error: Exception) -> NoReturn:
    typer.secho(f"citedesk: {' '.join(reason.splitlines())}", err=True, fg="red")
    raise SystemExit(2) from error
