"""`make docs`: write the data dictionary in `docs/dictionary/` from the stream classes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tap_sage200.singer.base_stream import COMPANY_KEY
from tap_sage200.streams.left_out import LEFT_OUT
from tools.dictionary.columns import known_values, rows
from tools.dictionary.diagrams import across, within
from tools.dictionary.finder import FINDER
from tools.dictionary.groups import fixed_lists_of, groups_of
from tools.dictionary.joins import DECLARED
from tools.dictionary.ledgers import LEDGERS, Ledger
from tools.dictionary.loading import LoadingMethod, names
from tools.dictionary.prose import MARKS, with_links, with_marks
from tools.dictionary.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

DICTIONARY = Path(__file__).parents[2] / "docs" / "dictionary"
README = "README.md"
_PAGE_OF = {table.name: ledger.page for ledger in LEDGERS for table in TABLES if table.ledger == ledger.title}


def pages() -> dict[str, str]:
    """Render all pages of the dictionary, by file name."""
    templates = _templates()
    written = {README: _first_page(templates)} | {ledger.page: _ledger_page(templates, ledger) for ledger in LEDGERS}
    return {name: with_marks(page) for name, page in written.items()}


def _first_page(templates: Environment) -> str:
    return templates.get_template("README.md.j2").render(
        tables=TABLES,
        ledgers=LEDGERS,
        groups_of=groups_of,
        fixed_lists_of=fixed_lists_of,
        finder=FINDER,
        methods=LoadingMethod,
        left_out=LEFT_OUT,
        joins=DECLARED,
        links=partial(with_links, targets=_targets(README)),
    )


def _ledger_page(templates: Environment, ledger: Ledger) -> str:
    return templates.get_template("ledger.md.j2").render(
        ledger=ledger,
        groups=groups_of(ledger.title),
        fixed_lists=fixed_lists_of(ledger.title),
        within=within,
        across=across,
        links=partial(with_links, targets=_targets(ledger.page)),
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
    templates.filters |= {"names": names, "anchor": _anchor}
    templates.globals |= {"company_key": COMPANY_KEY, "rows": rows, "known_values": known_values, "marks": MARKS}
    return templates


def _anchor(heading: str) -> str:
    """Return the anchor of a heading, as GitHub and the builder of the site write it."""
    return heading.lower().replace(",", "").replace(" ", "-")


def _targets(page: str) -> Mapping[str, str]:
    """Return the targets of links from a page to all tables, by table."""
    return {table: f"{'' if target == page else target}#{table}" for table, target in _PAGE_OF.items()}


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
