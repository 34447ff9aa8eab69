"""Rows and pages."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

NOT_READABLE = Problem(
    message="Sage sent a row that cannot be read: {error}",
    meaning="A value does not fit its column. The other tables are read.",
    action="Please report it.",
)
WRONG_VALUE = Problem(
    message="the field {name} is not of type {type}",
    meaning="Sage sent a value that its column cannot contain. Part of the message above.",
    action="Please report it.",
)
UNKNOWN_FIELD = Problem(
    message="Sage sent fields that this version of the tap does not know: {fields}. {action}",
    meaning="Your Sage 200 is newer than the tap, and on_unknown_field is fail.",
    action="Update the tap",
)
UNKNOWN_FIELD_DROPPED = Problem(
    message="{table}: Sage sent fields that this version of the tap does not know, and drops: {fields}",
    meaning="Your Sage 200 is newer than the tap. All other fields are loaded.",
    action="Update the tap. Until then, on_unknown_field decides what happens.",
    exit_code=0,
)
NO_KEY = Problem(
    message="Sage sent a row without its key {key}",
    meaning="The tap cannot tell which row it is, and stops reading the table before rows are missed.",
    action="Run again. If it stays, please report it.",
)
OUT_OF_ORDER = Problem(
    message=(
        "Sage sent a row with {key} {value} after {before}: it did not keep to the requested order or filter, so rows "
        "could be missed"
    ),
    meaning="The tap stops reading the table before rows are missed.",
    action="Run again. If it stays, please report it.",
)
TOO_MANY_ROWS = Problem(
    message="more than {rows} rows belong to one parent, and Sage gives no order to read them by",
    meaning="The rows have no key. The tap cannot read them page by page.",
    action="Please report it.",
)
ROWS_SHIFTED = Problem(
    message="rows kept shifting while the table was read, in {attempts} attempts. {action}",
    meaning="Rows were added and deleted too fast in a table that is read by position.",
    action="Run again when there is less activity",
)
EMPTY_NOW = Problem(
    message="had rows in an earlier run, and now has none",
    meaning="The table was emptied, the user lost a permission, or the number now belongs to another company.",
    action="Look at the table in Sage. For pending_emails it is normal.",
    exit_code=0,
)
EMPTY_SINCE_LAST_RUN = Problem(
    message="had {rows} rows in the run before, and now has none",
    meaning="The table was emptied, the user lost a permission, or the number now belongs to another company.",
    action="Look at the table in Sage. For pending_emails it is normal.",
    exit_code=0,
)
ABSENT_FOR_ALL_PARENTS = Problem(
    message="Sage answered 404 to each of {requests} requests, one for each parent",
    meaning="This version of Sage 200 does not have the table, or no parent has such a row.",
    action="Deselect the table if it stays.",
    exit_code=0,
)
WITHOUT_COLUMNS = Problem(
    message="read without {columns}, as Sage refuses to expand them",
    meaning="This version of Sage 200 does not have these columns. They are null.",
    action="Update Sage 200, or deselect the columns. With on_unavailable=fail, the table fails.",
    exit_code=0,
)
ALL_COLUMNS = Problem(
    message="{table}: Sage refuses to return only the selected columns, so all columns are requested",
    meaning="A selected column is not in this version of Sage 200.",
    action="Nothing.",
    exit_code=0,
)
READ_APART = Problem(
    message="{table}: cannot be read together with its nested tables: {error}",
    meaning="The tap now reads the table and its nested tables one by one.",
    action="Nothing. If one of them fails, its own message says why.",
    exit_code=0,
)
