"""Fields that Sage sends and the schema does not have: ignore, warn, or fail."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.errors import StreamError

if TYPE_CHECKING:
    from collections.abc import Mapping

logger = logging.getLogger(__name__)

MOST = 200
"""The number of unknown fields of one table after which it is not watched for more."""
LONGEST = 60
"""The most characters of a name in a message."""
ANNOTATION = "@"
"""What marks a name as an annotation of OData, such as `@odata.etag`: it describes a row, and is no field of it."""
_NOT_NAMEABLE = re.compile(r"[\x00-\x1f\"\\\ud800-\udfff]")


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
        self._seen: set[str] = set()

    @property
    def is_watching(self) -> bool:
        """Whether further unknown fields are reported: there are few so far, and their names are usual ones."""
        return len(self._seen) < MOST and all(map(is_nameable, self._seen))

    def report(self, fields: Mapping[str, object]) -> None:
        """Report fields of rows that the schema does not have.

        Lists and objects are not reported: they are rows of other tables.

        Raises:
            StreamError: There is such a field, and the policy is `fail`.
        """
        new = fields.keys() - self._seen
        told = sorted(name for name in new if ANNOTATION not in name and not isinstance(fields[name], dict | list))
        listed = ", ".join(map(_shown, told))
        if told and self._policy == "fail":
            raise StreamError(problems.rows.UNKNOWN_FIELD, fields=listed)
        self._seen |= new
        if told and self._policy == "warn":
            logger.warning("%s", problems.rows.UNKNOWN_FIELD_DROPPED.text(table=self._where, fields=listed))


def is_nameable(name: str) -> bool:
    """Tell whether the typed decoder can find a field by its name: without quotes, backslashes and controls."""
    return _NOT_NAMEABLE.search(name) is None


def _shown(name: str) -> str:
    short = name if len(name) <= LONGEST else f"{name[:LONGEST]}..."
    return short if short.isidentifier() else ascii(short)
