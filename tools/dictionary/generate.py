"""`make docs`: write the data dictionary in `docs/dictionary/` from the classes of the tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.dictionary import diagram
from tools.dictionary.index import index
from tools.dictionary.ledgers import LEDGERS
from tools.dictionary.sections import fixed_lists_section, table_section
from tools.dictionary.tables import TABLES, parents_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.dictionary.ledgers import Ledger

DICTIONARY = Path(__file__).parents[2] / "docs" / "dictionary"


def pages() -> dict[str, str]:
    """Write the whole dictionary, each page under the name of its file."""
    page_of = {table.name: ledger.page for ledger in LEDGERS for table in TABLES if table.ledger == ledger.title}
    return {
        "README.md": index(lambda name: f"[{name}]({page_of[name]}#{name})"),
        **{ledger.page: _page(ledger, page_of) for ledger in LEDGERS},
    }


def _page(ledger: Ledger, page_of: dict[str, str]) -> str:
    def link(name: str) -> str:
        page = page_of[name]
        return f"[{name}](#{name})" if page == ledger.page else f"[{name}]({page}#{name})"

    tables = parents_first(table for table in TABLES if table.ledger == ledger.title and not table.is_fixed_list)
    fixed_lists = [table for table in TABLES if table.ledger == ledger.title and table.is_fixed_list]
    lines = [
        f"# {ledger.title}",
        "",
        ledger.about,
        "",
        "[How to read this page](README.md#how-to-read-a-page), and [all ledgers](README.md).",
        "",
        "| table | a row is |",
        "| --- | --- |",
        *(f"| {'↳ ' * (len(table.line) - 1)}{link(table.name)} | {table.summary} |" for table in tables),
        *(["| [Fixed lists](#fixed-lists) | What the values of a column mean. |"] if fixed_lists else []),
        "",
        *_diagram_section("Which table refers to which", diagram.references(tables)),
        *_diagram_section("What comes with which table", diagram.nestings(tables)),
        *(line for table in tables for line in table_section(table, link)),
        *fixed_lists_section(fixed_lists, link),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _diagram_section(title: str, drawn: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *drawn, ""] if drawn else []


def _write() -> None:
    """Make the folder hold these pages and no others."""
    DICTIONARY.mkdir(exist_ok=True)
    written = pages()
    for page in DICTIONARY.glob("*.md"):
        if page.name not in written:
            page.unlink()
    for name, text in written.items():
        (DICTIONARY / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    _write()
