"""The questions of docs/questions/, as the tests ask them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "questions"
OVERVIEW = "index.md"
_SECTION = re.compile(r"^## (?P<title>.+?\?)$(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"\bsage200\.(\w+)")
_CONSTANT = r"(?:DATE )?(?:'[^']*'|-?[\d.]+) AS {name}\b"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a page: a heading that ends with a question mark, and the text below it."""

    page: str
    title: str
    text: str

    @property
    def tables(self) -> set[str]:
        """The tables that the line `**Tables:**` links."""
        (line,) = re.findall(r"^\*\*Tables:\*\*((?:.+\n)+)", self.text, re.MULTILINE)
        return set(re.findall(r"\[`?(\w+)`?\]\(\.\./dictionary/", line))

    @property
    def sql(self) -> str:
        """The SQL, as it stands on the page."""
        (sql,) = self.blocks("sql")
        return sql

    @property
    def tables_of_sql(self) -> set[str]:
        """The tables that the SQL reads."""
        return set(_TABLE.findall(self.sql))

    @property
    def picture(self) -> str:
        """The diagram of the joins."""
        (picture,) = self.blocks("mermaid")
        return picture

    @property
    def result(self) -> list[dict[str, str]]:
        """The first rows of the result, by column, as the page shows them."""
        (block,) = re.findall(r"^\*\*Result\*\*.*?\n\n((?:\|.*\n)+)", self.text, re.MULTILINE)
        names, _, *rows = ([cell.strip() for cell in line.strip("| ").split("|")] for line in block.splitlines())
        return [dict(zip(names, row, strict=True)) for row in rows]

    @property
    def pitfalls(self) -> list[str]:
        """The pitfalls, as a list."""
        (block,) = re.findall(r"^\*\*Pitfalls\*\*\n\n(.*?)(?=^\*\*|\Z)", self.text, re.MULTILINE | re.DOTALL)
        return re.findall(r"^- ", block, re.MULTILINE)

    def blocks(self, language: str) -> list[str]:
        """The blocks of code in a language."""
        return [code for kind, code in _BLOCK.findall(self.text) if kind == language]

    def sql_with(self, **parameters: str) -> str:
        """The SQL with other parameters. Each one is a constant of SQL, such as `DATE '2026-03-31'`."""
        sql = self.sql
        for name, constant in parameters.items():
            sql, changed = re.subn(_CONSTANT.format(name=name), f"{constant} AS {name}", sql)
            if changed != 1:
                msg = f"{self.title} The parameter {name} is there {changed} times."
                raise ValueError(msg)
        return sql


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order of the pages."""
    return tuple(
        Question(page.name, section["title"], section["text"])
        for page in sorted(FOLDER.glob("*.md"))
        if page.name != OVERVIEW
        for section in _SECTION.finditer(page.read_text(encoding="utf-8"))
    )


def question(title: str) -> Question:
    """The question with this heading."""
    (found,) = (each for each in questions() if each.title == title)
    return found
