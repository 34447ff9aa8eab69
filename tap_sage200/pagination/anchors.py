"""Anchors: keys of rows that were received, with which the next page can begin.

Each page after the first begins with an anchor. A page without it is not what was requested: it is empty, repeats an
earlier response, or skips rows. It is also possible that somebody deleted the row. Then an older anchor helps.
"""

from __future__ import annotations

from collections import deque

KNOWN = 4
"""The number of anchors to remember besides the last one."""


class Anchors:
    """The anchors of one reading, in ascending order."""

    def __init__(self) -> None:
        """Begin without an anchor: the first page begins with any row."""
        self._known: deque[int] = deque(maxlen=KNOWN + 1)
        self._to_try: list[int | None] | None = None
        self.current: int | None = None
        """The key with which the next page must begin. None if it may begin with any row."""

    def note_new(self, first: object, last: int) -> None:
        """Note the first and the last row of a page that has new rows. The next page begins with its last row."""
        if not self._known and isinstance(first, int):
            self._known.append(first)
        self._known.append(last)
        self.current, self._to_try = last, None

    def note_known(self, last: int) -> None:
        """Note the last row of a page that only has rows that were received before."""
        self.current = last

    def go_back(self) -> bool:
        """Go back after a page that does not begin with the current anchor: try it once more, and then older ones.

        Returns:
            Whether there was another anchor. The last resort is to begin at the first row again.
        """
        if self._to_try is None:
            self._to_try = [None, *self._known]
        if not self._to_try:
            return False
        self.current = self._to_try.pop()
        return True
