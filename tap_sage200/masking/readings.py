"""Reads a text as its writer may have encoded it: with percent signs, as JSON, as HTML, or one in the other."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Decoder = Callable[[str], Iterator[tuple[str, int]]]
    """Returns the characters that an encoded part stands for, each with its width in that part."""

MOST = 3
"""How many encodings, one in the other, are read."""
_SHORT_ESCAPES = {r"\n": "\n", r"\t": "\t", r"\r": "\r"}
_WIDTH_OF_BYTE, _WIDTH_OF_UNIT = len("%41"), len(r"\u0041")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text after some decoding, with the place of each of its characters in the original text."""

    text: str
    places: Sequence[int]
    """The places of all characters and of the end."""

    def decoded(self, encoded: re.Pattern[str], decoder: Decoder) -> Reading | None:
        """Decode all parts that match a pattern. None if there are none."""
        parts: list[str] = []
        places: list[int] = []
        end = 0
        for found in encoded.finditer(self.text):
            parts.append(self.text[end : found.start()])
            places.extend(self.places[end : found.start()])
            end = found.start()
            for character, width in decoder(found[0]):
                parts.append(character)
                places.append(self.places[end])
                end += width
            end = found.end()
        return Reading("".join([*parts, self.text[end:]]), [*places, *self.places[end:]]) if end else None


def readings(text: str) -> Iterator[Reading]:
    """Return a text as it is, and decoded in each way, as long as there is something to decode."""
    layer, known = [Reading(text, range(len(text) + 1))], {text}
    for _ in range(MOST):
        yield from layer
        tried = [
            reading.decoded(encoded, decoder)
            for reading in layer
            for mark, encoded, decoder in _ENCODINGS
            if mark in reading.text
        ]
        new = {reading.text: reading for reading in tried if reading is not None and reading.text not in known}
        known |= new.keys()
        layer = [*new.values()]


def _from_percent(part: str) -> Iterator[tuple[str, int]]:
    content = bytes.fromhex(part.replace("%", ""))
    try:
        text, encoding = content.decode(), "utf-8"
    except UnicodeDecodeError:
        text, encoding = content.decode("latin-1"), "latin-1"
    for character in text:
        yield character, _WIDTH_OF_BYTE * len(character.encode(encoding))


def _from_escapes(part: str) -> Iterator[tuple[str, int]]:
    """Decode what JSON and `repr` write with a backslash."""
    if part[1] == "u":
        units = bytes.fromhex(part.replace(r"\u", ""))
        for character in units.decode("utf-16-be", "surrogatepass"):
            yield character, _WIDTH_OF_UNIT * len(character.encode("utf-16-be", "surrogatepass")) // 2
    elif part[1] == "x":
        yield chr(int(f"0{part[1:]}", 0)), len(part)
    else:
        yield _SHORT_ESCAPES.get(part, part[1]), len(part)


def _from_html(part: str) -> Iterator[tuple[str, int]]:
    text = html.unescape(part)
    if text == part:  # it only looks encoded
        yield from ((character, 1) for character in text)
    else:
        yield from ((character, 0 if place else len(part)) for place, character in enumerate(text))


_ENCODINGS: Sequence[tuple[str, re.Pattern[str], Decoder]] = (
    ("%", re.compile(r"(?:%[0-9a-fA-F]{2})+"), _from_percent),
    ("\\", re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\x[0-9a-fA-F]{2}|\\[^ux]", re.DOTALL), _from_escapes),
    ("&", re.compile(r"&#?\w{1,8};"), _from_html),
)
"""Each encoding: the character that begins an encoded part, how such a part looks, and its decoder."""
