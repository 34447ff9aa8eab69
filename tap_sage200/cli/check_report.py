"""Shows the findings of a check: in colours on a terminal, in plain words elsewhere, or to a machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.cli.finding import Finding, Verdict
    from tap_sage200.config.companies import Company

_LOOKS: Mapping[Verdict, tuple[str, str, str]] = {
    "ok": ("✓", "ok", "green"),
    "note": ("!", "note", "yellow"),
    "lacking": ("-", "lacking", "yellow"),
    "wrong": ("✗", "WRONG", "bold red"),
}
"""How each verdict looks on a terminal, in plain words, and in which colour."""


class CheckReport:
    """Shows each finding as soon as it is there."""

    def __init__(self, console: Console | None = None) -> None:
        """Begin on stdout, which may be a terminal."""
        self._console = console or Console(highlight=False)
        self._in_words = not self._console.is_terminal or self._console.options.ascii_only
        self._tables_of: Company | None = None

    def show(self, finding: Finding) -> None:
        """Show one line; before the tables of another company, one that names it."""
        if finding.table and finding.company != self._tables_of:
            self._tables_of = finding.company
            self._print(Text(f"{finding.company}:", style="bold"))
        sign, word, style = _LOOKS[finding.verdict]
        subject = f"{finding.table:<46} " if finding.table else f"{finding.step:<10} "
        time = "" if finding.seconds is None or finding.is_wrong else f", {finding.seconds:.2f} s"
        said = style if finding.is_wrong else ""
        self._print(
            Text.assemble(
                (f"{word:<8}" if self._in_words else f"{sign} ", style),
                (subject, "" if finding.table else "bold"),
                (f"{finding.says}{time}", said),
            )
        )

    def conclude(self, found: Sequence[Finding]) -> None:
        """Show what all comes to."""
        wrong = sum(finding.is_wrong for finding in found)
        lacking = sum(finding.verdict == "lacking" and finding.table is not None for finding in found)
        if wrong:
            things = "1 thing is" if wrong == 1 else f"{wrong} things are"
            self._print(Text(f"{things} wrong: do what the line says, then check again.", style="bold red"))
            return
        tables = sum(finding.table is not None for finding in found) - lacking
        rest = f", {lacking} are lacking" if lacking else ""
        self._print(Text(f"All is well: {tables} tables answer{rest}.", style="bold green"))

    def _print(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True)


def as_json(found: Sequence[Finding]) -> str:
    """Write all findings for a machine."""
    told = {
        "ok": not any(finding.is_wrong for finding in found),
        "findings": [finding.as_json() for finding in found],
    }
    return json.dumps(told, indent=1)
