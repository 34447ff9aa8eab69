"""Conditions: the OData text by which a setting narrows a table, checked before the first request.

Documented by Sage: the comparisons `eq ne gt ge lt le`, `and`, `or`, brackets, and the functions `contains`,
`startswith` and `endswith`. Text is in single quotes, with each quote doubled. Dates and date-times have no quotes, and
a time needs its `Z`. Seen in working clients: a function compared with `true` or `false`. Inferred: `null`.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn

from tap_sage200 import odata, problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMPARISONS = ("eq", "ne", "gt", "ge", "lt", "le")
FUNCTIONS = ("contains", "startswith", "endswith")
BOOLEANS = ("true", "false")
NOT_PLAIN = frozenset({"x-expand", "x-link"})
"""What marks a column that is not a field of the resource itself: Sage cannot filter by it."""
DEEPEST = 50
"""The most brackets within brackets. Sage refuses long addresses anyway."""

_BLANKS = re.compile(r"'(?:[^']|'')*'|\s+")
"""A text, in which blanks count, or blanks."""
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^']|'')*')
      | (?P<date>\d{4}-\d\d-\d\d(?:T[\w:.+-]*)?)
      | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
      | (?P<word>[A-Za-z_]\w*)
      | (?P<sign>[(),])
    )""",
    re.VERBOSE | re.ASCII,
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?Z)?", re.ASCII)


class ConditionError(ValueError):
    """A condition that Sage would not understand. Its text says what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the columns of a table."""

    text: str
    """The condition as OData, without blanks around it."""
    columns: frozenset[str]
    """The columns that it names."""

    def all_of(self, where: str | None) -> str:
        """Return a `$filter` of the condition and another `$filter`."""
        return odata.all_of(f"({self.text})", where) or self.text

    def joined(self, other: Condition) -> Condition:
        """Return the condition that both conditions are met."""
        return Condition(f"({self.text}) and ({other.text})", self.columns | other.columns)


def parse(text: str, columns: Mapping[str, Mapping[str, Any]]) -> Condition:
    """Check a condition against the columns of its table.

    Args:
        text: The condition as OData.
        columns: The columns of the table, as JSON Schema.

    Raises:
        ConditionError: It is not a condition on these columns.
    """
    parser = _Parser(text, columns)
    parser.read()
    return Condition(_on_one_line(text), frozenset(parser.named))


def _on_one_line(text: str) -> str:
    """Return a condition with one blank in place of several, or of line ends, but not in literals."""
    return _BLANKS.sub(lambda found: found[0] if found[0].startswith("'") else " ", text.strip())


class _Kind(Enum):
    """What a column holds, and how a literal of it is written."""

    TEXT = "a text in single quotes, such as 'ABC'"
    WHOLE = "a whole number"
    NUMBER = "a number"
    FLAG = "true or false"
    TIMESTAMP = "a date such as 2024-02-28, or a UTC date-time such as 2024-02-28T09:00:00Z, without quotes"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """`text`, `date`, `number`, `word`, `sign` or `end`."""
    text: str
    place: int
    """The position of its first character, counted from 1."""

    @property
    def shown(self) -> str:
        return "the end" if self.kind == "end" else self.text


class _Parser:
    """Reads a condition from left to right. Each method reads one rule of the grammar."""

    def __init__(self, text: str, columns: Mapping[str, Mapping[str, Any]]) -> None:
        self._columns = columns
        self._tokens = deque(_tokens(text))
        self._depth = 0
        self.named: set[str] = set()

    def read(self) -> None:
        """Read the whole condition."""
        self._either()
        if self._next.kind != "end":
            self._refuse("and, or, or the end")

    @property
    def _next(self) -> _Token:
        return self._tokens[0]

    def _either(self) -> None:
        """Read terms that are joined by `or`."""
        self._every()
        while self._next.text == "or":
            self._tokens.popleft()
            self._every()

    def _every(self) -> None:
        """Read terms that are joined by `and`."""
        self._term()
        while self._next.text == "and":
            self._tokens.popleft()
            self._term()

    def _term(self) -> None:
        """Read a comparison, a function, or a condition in brackets."""
        if self._next.text == "(":
            self._brackets()
        elif self._next.text in FUNCTIONS:
            self._function()
        else:
            self._comparison()

    def _brackets(self) -> None:
        opened = self._take("(")
        self._depth += 1
        if self._depth > DEEPEST:
            raise ConditionError(problems.conditions.TOO_DEEP.text(place=opened.place, deepest=DEEPEST))
        self._either()
        self._take(")")
        self._depth -= 1

    def _function(self) -> None:
        """Read a function of a text column. It may be compared with true or false."""
        function = self._tokens.popleft()
        self._take("(")
        column, kind = self._column()
        if kind is not _Kind.TEXT:
            raise ConditionError(
                problems.conditions.NOT_TEXT.text(place=column.place, function=function.text, column=column.text)
            )
        self._take(",")
        self._literal(column, kind)
        self._take(")")
        if self._next.text in {"eq", "ne"}:
            self._tokens.popleft()
            if self._next.text not in BOOLEANS:
                self._refuse("true or false")
            self._tokens.popleft()

    def _comparison(self) -> None:
        column, kind = self._column()
        operator = self._next
        if operator.text not in COMPARISONS:
            self._refuse(f"one of {', '.join(COMPARISONS)}")
        self._tokens.popleft()
        if self._next.text != "null":
            self._literal(column, kind)
        elif operator.text in {"eq", "ne"}:
            self._tokens.popleft()
        else:
            raise ConditionError(problems.conditions.NULL_ORDER.text(place=self._next.place, operator=operator.text))

    def _column(self) -> tuple[_Token, _Kind]:
        name = self._next
        if name.kind != "word":
            self._refuse("a column")
        self._tokens.popleft()
        column = self._columns.get(name.text)
        if column is None:
            nearest = get_close_matches(name.text, self._columns, n=1, cutoff=0)
            raise ConditionError(
                problems.conditions.NO_COLUMN.text(place=name.place, name=name.text, nearest=", ".join(nearest))
            )
        if column.keys() & NOT_PLAIN:
            raise ConditionError(problems.conditions.NOT_PLAIN.text(place=name.place, name=name.text))
        self.named.add(name.text)
        return name, _kind_of(column)

    def _literal(self, column: _Token, kind: _Kind) -> None:
        literal = self._next
        if not _is_of(literal, kind):
            raise ConditionError(
                problems.conditions.WRONG_LITERAL.text(
                    place=literal.place, found=literal.shown, column=column.text, form=kind.value
                )
            )
        self._tokens.popleft()

    def _take(self, sign: str) -> _Token:
        if self._next.text != sign or self._next.kind != "sign":
            self._refuse(sign)
        return self._tokens.popleft()

    def _refuse(self, expected: str) -> NoReturn:
        found = self._next
        raise ConditionError(
            problems.conditions.UNEXPECTED.text(place=found.place, found=found.shown, expected=expected)
        )


def _tokens(text: str) -> Iterator[_Token]:
    """Split a condition into tokens.

    Raises:
        ConditionError: A character belongs to no token.
    """
    end, place = len(text.rstrip()), 0
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            begin = place + len(text[place:]) - len(text[place:].lstrip())
            raise ConditionError(problems.conditions.UNREADABLE.text(place=begin + 1, found=text[begin : begin + 10]))
        yield _Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup) + 1)
        place = found.end()
    yield _Token("end", "", place + 1)


def _kind_of(column: Mapping[str, Any]) -> _Kind:
    types = set(column["type"])
    if "integer" in types:
        return _Kind.WHOLE
    if "number" in types:
        return _Kind.NUMBER
    if "boolean" in types:
        return _Kind.FLAG
    return _Kind.TIMESTAMP if "format" in column else _Kind.TEXT


def _is_of(literal: _Token, kind: _Kind) -> bool:
    match kind:
        case _Kind.TEXT:
            return literal.kind == "text"
        case _Kind.FLAG:
            return literal.text in BOOLEANS
        case _Kind.WHOLE:
            return literal.kind == "number" and "." not in literal.text
        case _Kind.NUMBER:
            return literal.kind == "number"
        case _Kind.TIMESTAMP:
            return literal.kind == "date" and _is_date(literal.text)


def _is_date(text: str) -> bool:
    """Return whether a text is a date, or a date-time in UTC. Python reads further forms, which OData does not have."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return _DATE.fullmatch(text) is not None
