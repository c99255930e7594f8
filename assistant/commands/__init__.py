"""The commands, a plug-in each: a module that offers ``run``, a function of Typer's arguments and options.

The file's name is the command's, ``run``'s docstring its help. Every command is loaded at each start, so a module
imports what is heavy inside ``run``. What they share stands in ``assistant/options.py`` and
``assistant/console.py``.
"""
