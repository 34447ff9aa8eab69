"""Fields that Sage sends and the schema does not have: ignore, warn, or fail."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.errors import StreamError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

logger = logging.getLogger(__name__)


class UnknownFields:
    """Reports each unknown field of a table once per run."""

    def __init__(self, policy: str, where: str) -> None:
        """Begin with no reported field.

        Args:
            policy: The setting `on_unknown_field`: `warn`, `drop` or `fail`.
            where: The name of the table, for the log.
        """
        self._policy = policy
        self._where = where
        self._reported: set[str] = set()

    def report(self, names: AbstractSet[str]) -> None:
        """Report fields of a row that the schema does not have.

        Raises:
            StreamError: There is such a field, and the policy is `fail`.
        """
        new = names - self._reported
        if not new or self._policy == "drop":
            return
        listed = ", ".join(sorted(new))
        if self._policy == "fail":
            raise StreamError(problems.rows.UNKNOWN_FIELD, fields=listed)
        self._reported |= new
        logger.warning("%s", problems.rows.UNKNOWN_FIELD_DROPPED.text(table=self._where, fields=listed))
