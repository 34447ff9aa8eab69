"""Conditions on tables."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

UNREADABLE = Problem(
    message="at position {place}: {found} is not part of a condition",
    meaning="The condition has a character that OData does not have, or a quote that is not closed.",
    action="Put text into single quotes, and double a quote within it: 'O''Brien'.",
)
UNEXPECTED = Problem(
    message="at position {place}: {found} where {expected} is expected",
    meaning="The condition is not complete, or its parts are in another order than OData requires.",
    action=(
        "Write comparisons such as `balance gt 1000`, and join them by `and`, `or` and brackets. Operators are eq, ne, "
        "gt, ge, lt, le, and the functions contains, startswith and endswith."
    ),
)
NO_COLUMN = Problem(
    message="at position {place}: the table has no column {name}. The nearest is {nearest}",
    meaning="A condition can only name columns of its own table.",
    action="Use the name of a column. The dictionary lists them.",
)
NOT_PLAIN = Problem(
    message="at position {place}: Sage cannot filter by {name}, because it is not a field of the rows themselves",
    meaning="The column needs an expansion, or comes from another table.",
    action="Leave the column out of the condition, and filter in SQL.",
)
NOT_TEXT = Problem(
    message="at position {place}: {function} needs a text column, and {column} is none",
    meaning="The functions contains, startswith and endswith work with text.",
    action="Compare the column with eq, ne, gt, ge, lt or le.",
)
WRONG_LITERAL = Problem(
    message="at position {place}: {found} is no value for {column}, which needs {form}",
    meaning="Sage refuses a value of another type.",
    action="Write the value as the message says.",
)
NULL_ORDER = Problem(
    message="at position {place}: null can be compared by eq and ne, not by {operator}",
    meaning="A null is neither greater nor less than a value.",
    action="Use `eq null` or `ne null`.",
)
TOO_DEEP = Problem(
    message="at position {place}: more than {deepest} brackets within each other",
    meaning="The condition is longer than Sage accepts.",
    action="Shorten the condition.",
)
