"""The ledgers. Each one has a page in the data dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING

from tap_sage200.streams import (
    cash_book,
    financials,
    general,
    nominal,
    price_book,
    purchase_orders,
    purchases,
    sales,
    sales_orders,
    stock,
)

if TYPE_CHECKING:
    from types import ModuleType

_FOLDERS = (
    sales,
    purchases,
    sales_orders,
    purchase_orders,
    nominal,
    cash_book,
    stock,
    price_book,
    financials,
    general,
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger of Sage 200: a folder of `tap_sage200.streams`.

    Attributes:
        title: The name, as in `tap_sage200.streams.ledger_of`.
        about: The contents in one sentence: the docstring of the folder.
    """

    title: str
    about: str

    @property
    def page(self) -> str:
        """The file name of its page."""
        return f"{self.title.lower().replace(' ', '-')}.md"


def _ledger(folder: ModuleType) -> Ledger:
    title = folder.__name__.rpartition(".")[2].replace("_", " ").capitalize()
    return Ledger(title, cleandoc(folder.__doc__ or ""))


LEDGERS: tuple[Ledger, ...] = tuple(map(_ledger, _FOLDERS))
"""All ledgers, in reading order."""
