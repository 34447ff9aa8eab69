"""The documents are complete: each page is in the navigation and says its question, and no link is dead."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tools.dictionary.ledgers import LEDGERS
from tools.dictionary.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))
OUTSIDE = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "packages/sage200-sandbox/README.md"]
"""Documents that the builder of the site does not check."""


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]+`", "", without_blocks(text))


def navigation(entries: list[dict[str, Any]]) -> Iterator[str]:
    for entry in entries:
        for target in entry.values():
            if isinstance(target, str):
                yield target
            else:
                yield from navigation(target)


@cache
def anchors(path: Path) -> set[str]:
    """Return the anchors of the headings of a document, as GitHub and the builder of the site write them."""
    headings = re.findall(r"^#+ (.+)$", without_blocks(text_of(path)), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def is_dead(document: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    return not target.exists() or (bool(anchor) and anchor not in anchors(target))


def test_every_page_is_once_in_the_navigation() -> None:
    site = tomllib.loads(text_of(ROOT / "zensical.toml"))["project"]
    assert sorted(navigation(site["nav"])) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_the_first_line_of_a_page_says_which_question_it_answers(page: str) -> None:
    title, empty, first, *_ = text_of(DOCS / page).splitlines()
    assert title.startswith("# ")
    assert not empty
    assert first.startswith("This page answers: ")


@pytest.mark.parametrize("document", OUTSIDE)
def test_no_link_of_a_document_outside_the_site_is_dead(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\((?!https?:)([^)\s]+)\)", without_code(text_of(path)))
    assert [link for link in links if is_dead(path, link)] == []


def test_a_dead_link_is_found() -> None:
    assert is_dead(ROOT / "README.md", "docs/nothing.md")
    assert is_dead(ROOT / "README.md", "docs/connect.md#nothing")
    assert not is_dead(ROOT / "README.md", "docs/connect.md#1-ask-sage-for-api-credentials")


def test_the_readme_is_short() -> None:
    assert (ROOT / "README.md").stat().st_size <= 10_000


def test_the_readme_has_the_number_of_the_benchmark() -> None:
    (measured,) = re.findall(r"reads a large table ([\d.]+) times as fast", text_of(ROOT / "docs" / "benchmarks.md"))
    assert f"{measured} times as fast" in " ".join(text_of(ROOT / "README.md").split())


def test_the_readme_counts_the_tables_of_each_ledger() -> None:
    readme = text_of(ROOT / "README.md")
    counts = {ledger.title: sum(table.ledger == ledger.title for table in TABLES) for ledger in LEDGERS}
    for ledger in LEDGERS:
        assert f"| [{ledger.title}](docs/dictionary/{ledger.page}) | {counts[ledger.title]} | " in readme
    selected = sum(table.by_default for table in TABLES)
    assert f"{len(TABLES)} tables under Sage's own names; {selected} of them are selected by default" in readme
