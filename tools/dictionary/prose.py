"""The last step of a page: links instead of names of tables, and small marks instead of words in brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKS: Mapping[str, str] = {word: f'<sup title="{word}">{word[0]}</sup>' for word in ("documented", "seen", "inferred")}
_MARKED = re.compile(rf" \(({'|'.join(MARKS)})\)")
_NAMED = re.compile(r"(?<!\[)`(\w+)((?:\.\w+)?)`")


def with_marks(page: str) -> str:
    """Replace the words `(documented)`, `(seen)` and `(inferred)` by small marks."""
    return _MARKED.sub(lambda found: MARKS[found[1]], page)


def with_links(text: str, targets: Mapping[str, str]) -> str:
    """Make links of the names of tables that are written as code, also with a column.

    Args:
        text: The text.
        targets: The target of the link, by table.
    """

    def link(found: re.Match[str]) -> str:
        table, column = found.groups()
        return f"[{table}{column}]({targets[table]})" if table in targets else found[0]

    return _NAMED.sub(link, text)
