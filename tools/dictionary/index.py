"""The first page of the data dictionary: the ledgers, how to read a page, and every table by its name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tools.dictionary.absent import left_out, out_of_reach
from tools.dictionary.how_to_read import HOW_TO_READ
from tools.dictionary.ledgers import LEDGERS
from tools.dictionary.loading import Manner
from tools.dictionary.tables import TABLES
from tools.dictionary.words import names

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.dictionary.loading import Loading


def index(link: Callable[[str], str]) -> str:
    """Write the first page."""
    nested = sum(table.nesting is not None for table in TABLES)
    by_default = sum(table.by_default for table in TABLES)
    tables = [
        f"| {link(table.name)} | {table.ledger} | {_short(table.loading)} | {table.summary} |" for table in TABLES
    ]
    lines = [
        "# The data dictionary",
        "",
        "What the tap loads from Sage 200: every table and every column, ledger by ledger. Names are Sage's own. These",
        "pages are written by `make docs` from the tap itself; a change made here is lost.",
        "",
        f"There are **{len(TABLES)} tables**: {len(TABLES) - nested} are resources of Sage, {nested} are nested in",
        f"the rows of another table or asked for by them. {by_default} are selected by default.",
        "",
        *_ledgers(),
        "",
        "How a run loads them is said in full with each table, and in short [at the end](#every-table-by-its-name):",
        "",
        *_manners(),
        "",
        HOW_TO_READ,
        "## What is left out",
        "",
        "These resources of Sage can be read, but the tap does not load them:",
        "",
        *left_out(),
        "",
        "## What cannot be had",
        "",
        *out_of_reach(),
        "",
        "## Every table by its name",
        "",
        "| table | ledger | loaded by | a row is |",
        "| --- | --- | --- | --- |",
        *tables,
    ]
    return "\n".join(lines) + "\n"


def _ledgers() -> list[str]:
    lines = ["| ledger | tables | of these nested or asked for | what is in it |", "| --- | --- | --- | --- |"]
    for ledger in LEDGERS:
        tables = [table for table in TABLES if table.ledger == ledger.title]
        nested = sum(table.nesting is not None for table in tables)
        lines.append(f"| [{ledger.title}]({ledger.page}) | {len(tables)} | {nested} | {ledger.about} |")
    return lines


def _manners() -> list[str]:
    counted = Counter(table.loading.manner for table in TABLES)
    lines = [f"| {manner.value} | {counted[manner]} |" for manner in Manner]
    return ["| loaded | tables |", "| --- | --- |", *lines]


def _short(loading: Loading) -> str:
    return names(loading.by) or ("asked for" if loading.manner is Manner.ASKED_FOR else "whole")
