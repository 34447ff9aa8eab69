"""Which modules of Sage a user or a company lacks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tap_sage200.ledgers import LEDGERS, ledgers_of
from tap_sage200.singer.base_stream import BaseStream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_sage200.cli.table_check import Tried
    from tap_sage200.records.body import SageRow

_FLAGS = {ledger.title: f"is_{ledger.title.lower().replace(' ', '_')}_enabled" for ledger in LEDGERS} | {
    "Purchases": "is_purchase_enabled"
}
"""What the licence says of the modules that it knows."""


def lacking_modules(tried: Iterable[Tried]) -> Iterator[str]:
    """Say of which modules tables are refused to this user (403), and how many of those that were tried."""
    asked, refused = Counter[str](), Counter[str]()
    for one in tried:
        asked[module := module_of(one.resource)] += 1
        refused[module] += one.is_forbidden
    named = [f"{module} ({count} of {asked[module]} tables)" for module, count in sorted(refused.items()) if count]
    if named:
        yield f"this user's role lacks {', '.join(named)}: widen the role in Sage, or deselect the tables"


def not_licensed(licence: SageRow) -> Iterator[str]:
    """Say which modules the licence of the company leaves out, so that their tables are empty by rights."""
    named = [title for title, flag in sorted(_FLAGS.items()) if licence.get(flag) is False]
    if named:
        yield f"the licence of this company leaves out {', '.join(named)}"


def module_of(stream: type[BaseStream]) -> str:
    """Name the module that a table belongs to: as the outermost one does that it is nested in."""
    while (parent := stream.parent_stream_type) and issubclass(parent, BaseStream):
        stream = parent
    name, module = str(vars(stream)["name"]), stream.__module__.rpartition(".")[2]
    return next(ledger.title for ledger in ledgers_of(name, module))
