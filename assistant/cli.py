"""The `citedesk` command: registers what ``assistant/commands`` offers, and tells in one line what a user can mend."""

from __future__ import annotations

from collections.abc import Callable

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
    for name in plugins.names(commands):
        try:
            run = plugins.load(commands, name).run
            _accepted(run)
        except Exception as error:  # a plug-in may fail in any way
            made.command(name, help="Cannot be loaded.", context_settings=_ANYTHING)(_refusal(name, error))
        else:
            made.command(name)(run)
    return made


def _accepted(run: Callable[..., object]) -> None:
    """Raises what Typer raises for a function that it can't make a command of."""
    alone = typer.Typer(add_completion=False)
    alone.command()(run)
    typer.main.get_command(alone)


def _refusal(name: str, error: Exception) -> Callable[[], None]:
    reason = " ".join(str(error).split())

    def run() -> None:
        raise SettingsError(
            f"the command {name} cannot be loaded ({type(error).__name__}: {reason}); "
            "mend it, or remove the package that brings it"
        ) from error

    return run


app = _registered()


def main() -> None:
    """One line, and no trace, for what a user can mend."""
    try:
        app()
    except CitedeskError as error:
        typer.secho(f"citedesk: {error}", err=True, fg="red")
        raise SystemExit(2) from error
