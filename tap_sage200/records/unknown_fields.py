"""Fields that Sage sends and no schema has: what to do about them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.errors import StreamError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

logger = logging.getLogger(__name__)


class UnknownFields:
    """Reports each unknown field of a table once in a run, as the setting says."""

    def __init__(self, policy: str, where: str) -> None:
        """Begin with nothing reported; the policy is the setting `on_unknown_field`."""
        self._policy = policy
        self._where = where
        self._reported: set[str] = set()

    def report(self, names: AbstractSet[str]) -> None:
        """Report fields of a row that the schema does not have.

        Raises:
            StreamError: There is one, and the setting says to fail.
        """
        new = names - self._reported
        if not new or self._policy == "drop":
            return
        listed = ", ".join(sorted(new))
        if self._policy == "fail":
            raise StreamError(problems.rows.UNKNOWN_FIELD, fields=listed)
        self._reported |= new
        logger.warning("%s", problems.rows.UNKNOWN_FIELD_DROPPED.text(table=self._where, fields=listed))
