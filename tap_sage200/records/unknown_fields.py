"""Fields that Sage sends and the schema does not have: make columns of them, warn, drop them, or fail."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.errors import StreamError
from tap_sage200.masking import one_line
from tap_sage200.records.found_columns import FoundColumns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

logger = logging.getLogger(__name__)

MOST = 200
"""The number of unknown fields of one table after which it is not watched for more."""
NAMED = 50
"""The most names in a message."""
LONGEST = 60
"""The most characters of a name in a message."""
ANNOTATION = "@"
"""What marks a name as an annotation of OData, such as `@odata.etag`: it describes a row, and is no field of it."""
_NOT_NAMEABLE = re.compile(r"[\x00-\x1f\"\\\ud800-\udfff]")


class UnknownFields:
    """Decides about each unknown field of a table, and reports it once per run."""

    def __init__(
        self,
        policy: str,
        where: str,
        found: FoundColumns | None = None,
        *,
        expansions: Collection[str] = (),
        related: Collection[str] = (),
    ) -> None:
        """Begin with no field.

        Args:
            policy: The setting `on_unknown_field`: `add`, `warn`, `drop` or `fail`.
            where: The name of the table, for the log.
            found: Receives the columns of the policy `add`.
            expansions: The properties that expansions bring. They are known.
            related: The properties that are known if they hold an object or a list.
        """
        self._policy = policy
        self._where = where
        self._found = FoundColumns() if found is None else found
        self._expansions = expansions
        self._related = related
        self._seen: set[str] = set()

    @property
    def is_watching(self) -> bool:
        """Whether further unknown fields are noticed: there are few so far, and their names are usual ones."""
        return len(self._seen) < MOST and all(map(is_nameable, self._seen))

    def report(self, fields: Mapping[str, object]) -> dict[str, dict[str, Any]]:
        """Report fields of rows that the schema does not have.

        Returns:
            Those that are columns from now on, as JSON Schema.

        Raises:
            StreamError: There is such a field, and the policy is `fail`.
        """
        new = [name for name in fields if name not in self._seen and not self._is_known(name, fields[name])]
        if self._policy == "fail":
            self._fail_for(new)
        self._seen |= fields.keys()
        if self._policy == "warn":
            self._warn_of(new)
        elif self._policy == "add":
            self._add(new)
        columns = self._found.columns
        return {name: columns[name] for name in fields if name in columns}

    def _is_known(self, name: str, value: object) -> bool:
        if name in self._expansions or name in self._found.columns:
            return True
        return name in self._related and isinstance(value, dict | list)

    def _fail_for(self, new: Sequence[str]) -> None:
        if fields := _listed(name for name in new if ANNOTATION not in name):
            raise StreamError(problems.rows.UNKNOWN_FIELD, fields=fields)

    def _warn_of(self, new: Sequence[str]) -> None:
        if fields := _listed(name for name in new if ANNOTATION not in name):
            logger.warning("%s", problems.rows.UNKNOWN_FIELD_DROPPED.text(table=self._where, fields=fields))

    def _add(self, new: Sequence[str]) -> None:
        added = [name for name in new if self._found.add(name)]
        if fields := _listed(added):
            logger.warning("%s", problems.rows.UNKNOWN_FIELD_ADDED.text(table=self._where, fields=fields))
        if fields := _listed(name for name in new if name not in added):
            logger.warning("%s", problems.rows.UNKNOWN_FIELD_LEFT_OUT.text(table=self._where, fields=fields))


def is_nameable(name: str) -> bool:
    """Tell whether the typed decoder can find a field by its name: without quotes, backslashes and controls."""
    return _NOT_NAMEABLE.search(name) is None


def _listed(names: Iterable[str]) -> str:
    every = sorted(names)
    more = f" and {len(every) - NAMED} more" if len(every) > NAMED else ""
    return ", ".join(map(_shown, every[:NAMED])) + more


def _shown(name: str) -> str:
    whole = one_line(name.encode(errors="replace").decode())
    short = whole if len(whole) <= LONGEST else f"{whole[:LONGEST]}..."
    return short if short.isidentifier() else f"'{short}'"
