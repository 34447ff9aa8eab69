"""The secrets in play: those of the settings, of the token store, and those that Sage ID sends during a run."""

from __future__ import annotations

import base64
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING

from tap_sage200.masking.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_sage200.masking.readings import Reading

MASK = "***"
SHORTEST = 6
"""The length of the shortest secret that is masked. Shorter ones are parts of ordinary words."""


class Secrets:
    """Knows secrets, and masks them in text, however the other side has written them."""

    def __init__(self) -> None:
        """Begin without a secret."""
        self._spellings: frozenset[str] = frozenset()
        self._lock = Lock()

    def add(self, *secrets: str | None) -> None:
        """Mask these texts from now on. Each line of a text is a secret of its own, because a log has lines."""
        lines = chain.from_iterable(secret.splitlines() for secret in secrets if secret)
        new = {line for text in lines if len(line := text.strip()) >= SHORTEST} - self._spellings
        if new:
            with self._lock:
                self._spellings |= frozenset(chain.from_iterable(map(_spellings, new)))

    def masked(self, text: str) -> str:
        """Return a text with each secret masked: as it is, percent-encoded, escaped, in base64, or as a mixture."""
        spans = chain.from_iterable(self._spans(reading) for reading in readings(text))
        for start, end in reversed(_merged(spans)):
            text = f"{text[:start]}{MASK}{text[end:]}"
        return text

    def _spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        for spelling in self._spellings:
            start = reading.text.find(spelling)
            while start >= 0:
                end = start + len(spelling)
                yield reading.places[start], reading.places[end]
                start = reading.text.find(spelling, end)


def _spellings(secret: str) -> Iterator[str]:
    yield secret
    yield secret.replace(" ", "+")  # as in a form
    for skipped in range(3):
        part = _in_base64(secret, skipped)
        yield part
        yield part.replace("+", "-").replace("/", "_")


def _in_base64(secret: str, skipped: int) -> str:
    """Return the base64 of a secret that begins after some bytes, without what depends on the bytes around it."""
    content = bytes(skipped) + secret.encode(errors="surrogatepass")
    first, last = -(-skipped * 8 // 6), len(content) * 8 // 6
    return base64.b64encode(content).decode()[first:last]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, and one for those that overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


SECRETS = Secrets()
"""The secrets of this process. A process has one stderr and one logging tree, and each secret concerns both."""
