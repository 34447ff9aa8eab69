"""Command lines as the shells of this machine read them."""

from __future__ import annotations

import re
import shlex
import sys

_PLAIN = re.compile(r"[\w.:/\\@=+,-]+")
"""A word that every shell of Windows reads as it is."""


def words_of(text: str, *, platform: str = sys.platform) -> list[str]:
    """Split a command line into its words.

    On Windows, a backslash is part of a path, and an apostrophe can be: only double quotes join words.

    Raises:
        ValueError: A quote is not closed.
    """
    if platform != "win32":
        return shlex.split(text)
    reader = shlex.shlex(text, posix=True)
    reader.whitespace_split = True
    reader.quotes = '"'
    reader.escape = reader.commenters = ""
    return list(reader)


def quoted(word: str, *, platform: str = sys.platform) -> str:
    """Quote a word for a command line that a person copies."""
    if platform != "win32":
        return shlex.quote(word)
    return word if _PLAIN.fullmatch(word) else '"' + word.replace('"', r"\"") + '"'
