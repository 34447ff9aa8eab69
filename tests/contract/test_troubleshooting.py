"""The table of messages in the README, and the messages in the sources, are the same."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SOURCES = [path for path in sorted((ROOT / "tap_sage200").rglob("*.py")) if "sandbox" not in path.parts]
CODE = re.compile(r"(`+) ?(.+?) ?\1(?!`)")
GAP = "…"
"""Stands for what differs from time to time."""
AROUND = re.compile(rf"{GAP}(?:[.:,].*|\s*{GAP})")
"""A text around another message, which begins it."""
REASONS = ("command.py",)
"""Sources whose errors only become part of others."""
MAKERS = re.compile(r"(?!Value|Type|Key|OS|Runtime|Attribute|Import|Broken)\w+Error|Trouble|ClickException|UsageError")
"""What a message is made into: an error of the tap's, or what is wrong with the network."""


def template(node: ast.AST | None) -> str | None:
    """Read a text out of the source, with a gap for each part that is put in."""
    match node:
        case ast.Constant(value=str(text)):
            return re.sub(r"%(?:\.0)?[sdf]", GAP, text)
        case ast.JoinedStr(values=parts):
            return "".join(template(part) or GAP for part in parts)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return (template(left) or GAP) + (template(right) or GAP)
        case ast.IfExp(body=body):
            return template(body)
    return None


@cache
def texts() -> set[str]:
    """Read all texts of the sources."""
    nodes = (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {text for node in nodes if isinstance(node, ast.JoinedStr | ast.Constant) and (text := template(node))}


@cache
def raised() -> dict[str, str]:
    """Read the messages that errors are made of, and where that is."""
    found: dict[str, str] = {}
    for path in (path for path in SOURCES if path.name not in REASONS):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                where = f"{path.relative_to(ROOT)}: {function.name}"
                found |= dict.fromkeys(_messages(function), where)
    return {message: where for message, where in found.items() if not AROUND.fullmatch(message)}


def _messages(function: ast.FunctionDef) -> Iterator[str]:
    named: dict[str, list[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and (text := template(node.value)):
            named.setdefault(node.targets[0].id, []).append(text)
    for node in ast.walk(function):
        if isinstance(node, ast.Yield) and function.name in {"_missing", "_missing_for_sign_in", "_contradictions"}:
            yield template(node.value) or ""
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and MAKERS.fullmatch(node.func.id)
            and node.args
        ):
            if isinstance(node.args[0], ast.Name):
                yield from named.get(node.args[0].id, [])
            elif text := template(node.args[0]):
                yield text


def rows() -> list[tuple[list[str], str, str]]:
    """Read the table: the beginnings of messages, what they mean, and what to do."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Troubleshooting")[2].partition("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in section.splitlines()
        if line.startswith("| `")
    ]
    return [([code for _, code in CODE.findall(said)], meaning, advice) for said, meaning, advice in cells]


def says(message: str, beginning: str) -> bool:
    """Tell whether a message of the sources begins with what the table says; both have gaps, and numbers are gaps."""
    parts = re.split(rf"{GAP}|\d+", beginning.removeprefix("skipped, as ").removeprefix(GAP).lstrip())
    before = ".*" if beginning.startswith(GAP) else rf"(?:{GAP}:? )?"
    return re.match(before + ".+".join(map(re.escape, parts)), message) is not None


ROWS = rows()
BEGINNINGS = [beginning for said, _, _ in ROWS for beginning in said]


@pytest.mark.parametrize(
    "beginning", [code for said, meaning, _ in ROWS if not meaning.startswith("Meltano's") for code in said]
)
def test_the_tap_says_what_the_table_says(beginning: str) -> None:
    assert any(says(text, beginning) for text in texts())


@pytest.mark.parametrize("message", raised(), ids=str)
def test_the_table_has_whatever_the_tap_can_say(message: str) -> None:
    assert any(says(message, beginning) for beginning in BEGINNINGS), raised()[message]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_the_table_names_a_message_by_words(beginning: str) -> None:
    assert re.search(r"[a-z]\w*\W+\w+", beginning, re.IGNORECASE), "anything would begin like this"


def test_every_row_says_what_to_do() -> None:
    assert len(ROWS) > 40
    assert all(meaning.endswith(".") and advice.endswith(".") for _, meaning, advice in ROWS)
