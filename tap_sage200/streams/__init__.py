"""The tables of Sage 200: one class per table, one folder per ledger."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from operator import attrgetter
from pkgutil import walk_packages
from typing import TYPE_CHECKING

from tap_sage200.singer.base_stream import BaseStream

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def stream_types() -> tuple[type[BaseStream], ...]:
    """Find the classes of all tables, sorted by name.

    Raises:
        ValueError: Two classes have the same name.
    """
    found: dict[str, type[BaseStream]] = {}
    for stream in _classes_with_a_name():
        name = attrgetter("name")(stream)
        if found.setdefault(name, stream) is not stream:
            msg = f"{stream.__module__} and {found[name].__module__} both define the table {name}. Remove one of them."
            raise ValueError(msg)
    return tuple(found[name] for name in sorted(found))


def ledger_of(stream: type[BaseStream]) -> str:
    """Return the ledger of a table as a title, from the name of the folder that defines its class.

    A table that a person declares has no such folder.
    """
    package, _, module = stream.__module__.partition(f"{__name__}.")
    return "Custom tables" if package else module.partition(".")[0].replace("_", " ").capitalize()


def _classes_with_a_name() -> Iterator[type[BaseStream]]:
    for module in walk_packages(__path__, f"{__name__}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, BaseStream) and "name" in vars(value):
                yield value
