"""The table of messages in the README, and the messages in the sources, are the same."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "tap_sage200").rglob("*.py"))
CODE = re.compile(r"(`+) ?(.+?) ?\1(?!`)")
GAP = "…"
"""Stands for what differs from time to time."""
AROUND = re.compile(rf"{GAP}(?:[.:,].*|\s*{GAP})")
"""A text around another message, which begins it."""
CHECKS = ROOT / "tap_sage200" / "config" / "checks.py"
"""Its functions yield messages, one for each wrong setting."""
REASONS = (ROOT / "tap_sage200" / "auth" / "token_command.py",)
"""Sources whose errors only become part of other messages."""
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
def trees() -> dict[Path, ast.Module]:
    """Parse the sources."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


@cache
def texts() -> set[str]:
    """Read all texts of the sources."""
    nodes = (node for tree in trees().values() for node in ast.walk(tree))
    return {text for node in nodes if isinstance(node, ast.JoinedStr | ast.Constant) and (text := template(node))}


@cache
def raised() -> dict[str, str]:
    """Read the messages of errors, each with the place in the sources that it comes from."""
    found: dict[str, str] = {}
    for path, tree in trees().items():
        shared = _assigned(tree.body) | _returned(tree)
        for function in _functions(tree) if path not in REASONS else ():
            named = shared | _assigned(ast.walk(function))
            for message in _messages(function, yields=path == CHECKS):
                said = named.get(_name(message), [template(message)])
                where = f"{path.relative_to(ROOT)}: {function.name}"
                found |= {text: where for text in said if text and not AROUND.fullmatch(text)}
    return found


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _assigned(nodes: Iterable[ast.AST]) -> dict[str, list[str | None]]:
    """Read the texts that names stand for."""
    named: dict[str, list[str | None]] = {}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                named.setdefault(name, []).append(template(value))
    return named


def _returned(tree: ast.Module) -> dict[str, list[str | None]]:
    """Read the texts that functions return."""
    return {
        function.name: [template(node.value) for node in ast.walk(function) if isinstance(node, ast.Return)]
        for function in _functions(tree)
    }


def _name(node: ast.AST | None) -> str:
    """Return the name of a variable, or of the function that is called."""
    match node:
        case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
    return ""


def _messages(function: ast.FunctionDef, *, yields: bool) -> Iterator[ast.AST | None]:
    """Find the first argument of each error that a function makes, and its yields where these are messages."""
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id=maker), args=[message, *_]) if MAKERS.fullmatch(maker):
                yield message
            case ast.Yield(value=message) if yields:
                yield message


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
