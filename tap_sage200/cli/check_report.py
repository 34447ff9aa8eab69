"""Shows the findings of a check: in colours on a terminal, as plain text elsewhere, or as JSON."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from tap_sage200.masking import clean
from tap_sage200.masking.installation import original

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
"""Each verdict as a sign, as a word, and as a colour."""


class CheckReport:
    """Shows each finding immediately."""

    def __init__(self, console: Console | None = None) -> None:
        """Begin on standard output, or on another console."""
        self._console = console or Console(file=original(sys.stdout), highlight=False)
        self._in_words = not self._console.is_terminal or self._console.options.ascii_only
        self._tables_of: Company | None = None

    def show(self, finding: Finding) -> None:
        """Show one line. Before the tables of another company, show a line with its name."""
        if finding.table and finding.company != self._tables_of:
            self._tables_of = finding.company
            self._print((f"{finding.company}:", "bold"))
        sign, word, style = _LOOKS[finding.verdict]
        subject = f"{finding.table:<46} " if finding.table else f"{finding.step:<10} "
        time = "" if finding.seconds is None or finding.is_wrong else f", {finding.seconds:.2f} s"
        said = style if finding.is_wrong else ""
        self._print(
            (f"{word:<8}" if self._in_words else f"{sign} ", style),
            (subject, "" if finding.table else "bold"),
            (f"{finding.says}{time}", said),
        )

    def conclude(self, found: Sequence[Finding]) -> None:
        """Show the overall result."""
        wrong = sum(finding.is_wrong for finding in found)
        lacking = sum(finding.verdict == "lacking" and finding.table is not None for finding in found)
        if wrong:
            problems = "1 problem" if wrong == 1 else f"{wrong} problems"
            self._print((f"{problems}: follow the advice above, then check again.", "bold red"))
            return
        tables = sum(finding.table is not None for finding in found) - lacking
        rest = f", {lacking} not available" if lacking else ""
        self._print((f"No problems: {tables} tables can be read{rest}.", "bold green"))

    def _print(self, *parts: tuple[str, str]) -> None:
        """Print one line of parts with their styles. The console draws past the filter of stdout."""
        cleaned = ((" ".join(clean(text).splitlines()), style) for text, style in parts)
        self._console.print(Text.assemble(*cleaned), soft_wrap=True)


def as_json(found: Sequence[Finding]) -> str:
    """Return all findings as JSON."""
    report = {
        "ok": not any(finding.is_wrong for finding in found),
        "findings": [finding.as_json() for finding in found],
    }
    return json.dumps(report, indent=1)
