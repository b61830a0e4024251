"""The table of commands, by which each is loaded only when it is wanted, says what the modules hold."""

from __future__ import annotations

import importlib
import pkgutil

from ideabox import cli
from ideabox.cli.main import _MODULES


def test_every_command_is_in_the_table_under_its_module() -> None:
    modules = {
        info.name: importlib.import_module(f"ideabox.cli.{info.name}") for info in pkgutil.iter_modules(cli.__path__)
    }
    found = {
        name: tuple(command.name for command in module.COMMANDS)
        for name, module in modules.items()
        if hasattr(module, "COMMANDS")
    }
    assert found == _MODULES
