"""The settings `tables` and `extra_columns`."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

NO_SUCH_TABLE = Problem(
    message="{name} matches no table. The nearest is {nearest}",
    meaning="The name, or the pattern with *, ? or [], is the name of no table.",
    action="Use the name of a table. The dictionary lists them.",
)
NOT_A_DURATION = Problem(
    message="{name} must be a whole number with s, min, h or d, such as 30min, 24h or 7d",
    meaning="The text is no duration.",
    action="Write the duration as the message says.",
)
NOT_FOR_THIS_TABLE = Problem(
    message="{name} does not apply to this table: {reason}",
    meaning="The option has no effect on this table. A pattern such as * leaves out the tables without the option.",
    action="Remove the option, or set it for the table that the message names.",
)
FOR_TABLES_OF_PATTERN = Problem(
    message="{problem} (table {tables})",
    meaning="An option of a pattern must fit each table that the pattern stands for. The first wrong one is named.",
    action="Name fewer tables with the pattern, or set the option for each table.",
)
NOT_A_CONDITION = Problem(
    message="the condition {name} is wrong {reason}",
    meaning="Sage would not understand the condition.",
    action="Correct the condition at this position. The entries about conditions explain the reasons.",
)
NO_SUCH_QUERY_OPTION = Problem(
    message="{name} is no query option that Sage documents for the table. It has {known}",
    meaning="The tap sends only query options that Sage documents.",
    action="Correct the name, or remove the option.",
)
ROWS_MAY_LEAVE = Problem(
    message=(
        "{name} names {columns}, which can change: a row that stops meeting the condition stays in "
        "the warehouse as it was"
    ),
    meaning="Sage no longer sends such a row, so the tap cannot tell the loader that it has changed.",
    action="Load all rows and filter in SQL, unless the old rows do no harm.",
)
START_IN_FUTURE = Problem(
    message="{table}: its start_date {start_date} is in the future: none of its rows can be that new. {action}",
    meaning="The run reads no row of the table.",
    action="Correct start_date in tables.",
)
QUERY_TOO_LONG = Problem(
    message="{name} is too long: with it, a query has {length} characters, and the most is {most}",
    meaning="Sage's web server refuses longer addresses (inferred).",
    action="Shorten the condition, or load more rows and filter in SQL.",
)
NO_SUCH_WORD = Problem(
    message="{name} must be one of {known}; the nearest is {nearest}",
    meaning="The setting accepts only the listed words for what a column holds.",
    action="Use one of them.",
)
COLUMN_EXISTS = Problem(
    message="{name} is not extra: the table has {column} already",
    meaning="A column of the tap, or another extra column, has the name. Upper and lower case make no difference.",
    action="Remove the extra column. The type of a column of the tap can be changed in the catalogue.",
)
NOT_A_COLUMN_NAME = Problem(
    message="{name} cannot be a column: its name must be at most 63 letters, digits and _, and begin with a letter",
    meaning="Some targets do not take other names.",
    action="Remove the extra column. The tap cannot load the field.",
)
