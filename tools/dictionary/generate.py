"""`make docs`: write the data dictionary in `docs/dictionary/` from the stream classes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tap_sage200.singer.base_stream import COMPANY_KEY
from tap_sage200.streams.left_out import LEFT_OUT
from tools.dictionary import diagrams
from tools.dictionary.columns import known_values, rows
from tools.dictionary.ledgers import LEDGERS, Ledger
from tools.dictionary.loading import LoadingMethod, names
from tools.dictionary.tables import TABLES, parents_first

DICTIONARY = Path(__file__).parents[2] / "docs" / "dictionary"
README = "README.md"
_PAGE_OF = {table.name: ledger.page for ledger in LEDGERS for table in TABLES if table.ledger == ledger.title}


def pages() -> dict[str, str]:
    """Render all pages of the dictionary, by file name."""
    templates = _templates()
    first = templates.get_template("README.md.j2").render(
        tables=TABLES, ledgers=LEDGERS, methods=LoadingMethod, left_out=LEFT_OUT, link=partial(_link, README)
    )
    return {README: first} | {ledger.page: _ledger_page(templates, ledger) for ledger in LEDGERS}


def _ledger_page(templates: Environment, ledger: Ledger) -> str:
    tables = [table for table in TABLES if table.ledger == ledger.title]
    sections = parents_first(table for table in tables if not table.is_fixed_list)
    return templates.get_template("ledger.md.j2").render(
        ledger=ledger,
        tables=sections,
        fixed_lists=[table for table in tables if table.is_fixed_list],
        diagrams={
            "References between tables": diagrams.references(sections),
            "Nested tables": diagrams.nestings(sections),
        },
        link=partial(_link, ledger.page),
    )


def _templates() -> Environment:
    """Load the page templates."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=False,  # noqa: S701 - the pages are Markdown
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["names"] = names
    templates.globals |= {"company_key": COMPANY_KEY, "rows": rows, "known_values": known_values}
    return templates


def _link(page: str, table: str) -> str:
    """Write a link from a page to a table."""
    target = _PAGE_OF[table]
    return f"[{table}]({'' if target == page else target}#{table})"


def _write() -> None:
    """Write the pages, and remove all other pages from the folder."""
    DICTIONARY.mkdir(exist_ok=True)
    written = pages()
    for page in DICTIONARY.glob("*.md"):
        if page.name not in written:
            page.unlink()
    for name, text in written.items():
        (DICTIONARY / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    _write()
