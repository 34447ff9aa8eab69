"""Cleans a text before a person sees it."""

from __future__ import annotations

import re

from tap_sage200.masking.secrets import SECRETS

_UNSEEN = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # all controls but tabs and line ends
    r"\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"  # what turns the direction of text, or ends lines
    r"\u00ad\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # unseen ones
)
_CONTROLS = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # a sequence that moves the cursor or sets a colour
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\n]*?(?:\x1b\\|\x07|\x9c)"  # one with a text, such as a title
    rf"|[{_UNSEEN}]"
)
"""The characters that a terminal obeys instead of showing them, and those that nobody sees."""
_NOT_SHOWN = re.compile(rf"[\t\n{_UNSEEN}]")
_SHORT_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def clean(text: str) -> str:
    """Return a text without control characters, and with all secrets masked. Line ends and tabs stay."""
    if not text.isprintable():
        # A secret can have such characters of its own, or they are put into the middle of one: then it is found below.
        text = _CONTROLS.sub("", SECRETS.masked(text))
    return SECRETS.masked(text)


def one_line(text: str) -> str:
    """Return a clean text on one line, without blanks around it."""
    return " ".join(clean(text).split())


def escaped(text: str) -> str:
    """Return a text on one line. Characters that a terminal obeys, and unseen ones, are shown as JSON writes them."""
    return text if text.isprintable() else _NOT_SHOWN.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    numbers = (units[place : place + 2].hex() for place in range(0, len(units), 2))
    return _SHORT_ESCAPES.get(found[0]) or "".join(f"\\u{number}" for number in numbers)
