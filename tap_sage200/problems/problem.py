"""A problem: the message that a user sees, and the help for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An error, a warning or another finding that a user may have to act on.

    Messages never contain a token, another secret or the body of a response.
    """

    message: str
    """The text that the user sees. Names in braces are facts. `{action}` is replaced by `action`."""
    meaning: str
    """Why it happens, in sentences for a user who does not know the code."""
    action: str
    """What the user can do, in sentences."""
    exit_code: int = 1
    """The exit code. 0 if the run continues: the problem is a warning, or the tap retries the request."""

    def text(self, **facts: object) -> str:
        """Return the message with its facts."""
        return self.message.format(**facts, action=self.action)


@dataclass(frozen=True, slots=True)
class Words:
    """A fact: what the other side says, which may repeat the request."""

    text: str
    without_request: str
    """The text without what it repeats of the request."""

    def __str__(self) -> str:
        """Return the text."""
        return self.text
