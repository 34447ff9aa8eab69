"""`make docs`: write docs/troubleshooting.md from the problems that the tap declares."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tap_sage200.problems import SECTIONS
from tap_sage200.problems.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

PAGE = Path(__file__).parents[2] / "docs" / "troubleshooting.md"
GAP = "…"
"""Stands for the parts of a message that vary."""
_INTRODUCTION = f"""\
# Troubleshooting

This page answers: what does this message mean, and what do I do about it?

It lists all messages of `tap-sage200` and `sage200`, sorted by where they happen. `{GAP}` stands for text that varies.
Most messages also say what to do. `meltano invoke tap-sage200:check` finds most problems before a run.

Exit code 0 means that the run continues: the message is a warning, or the tap retries the request. 1 means that
something failed. 3 means that a person must sign in again. `meltano run` ends with 1 for every failure.

If Meltano says `Another '{GAP}' pipeline is already running`, the previous run has not ended. Wait for it. If the
previous run crashed, Meltano blocks new runs for five minutes.
"""


def page() -> str:
    """Write the page."""
    return "\n".join([_INTRODUCTION, *map(_section, SECTIONS)])


def problems_of(section: ModuleType) -> dict[str, Problem]:
    """Return the problems of a section by their names, in the order of their declarations."""
    return {name: value for name, value in vars(section).items() if isinstance(value, Problem)}


def shown(problem: Problem) -> str:
    """Return a message as a user sees it, with gaps, and without the action at its end."""
    without_action = problem.message.removesuffix("{action}").rstrip()
    return re.sub(rf"{GAP}(?:[.:]? ?{GAP})+", GAP, re.sub(r"\{\w+\}", GAP, without_action))


def _section(section: ModuleType) -> str:
    title = (inspect.getdoc(section) or "").removesuffix(".")
    return "\n".join([f"## {title}", "", *_table(section), ""])


def _table(section: ModuleType) -> Iterator[str]:
    yield "| Message | What it means | What to do | Exit code |"
    yield "| --- | --- | --- | --- |"
    for problem in problems_of(section).values():
        yield f"| {_code(shown(problem))} | {problem.meaning} | {_sentence(problem.action)} | {problem.exit_code} |"


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _sentence(text: str) -> str:
    """Write an action as a sentence: in a message it can be the end of one."""
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
