"""Rows and pages."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

NOT_READABLE = Problem(
    message="Sage sent a row that the tap cannot read: {error}",
    meaning="A value does not match the type of its column. The tap reads the other tables.",
    action="Please report the message.",
)
WRONG_VALUE = Problem(
    message="the field {name} is not of type {type}",
    meaning="Sage sent a value that does not match its column. This text is part of the message above.",
    action="Please report the message.",
)
BAD_VALUE = Problem(
    message="Sage sent a value that the column {column} cannot hold, in the row with {row}. {action}",
    meaning="The setting on_bad_value is fail. The tap reads the other tables.",
    action="Correct the value in Sage, or set on_bad_value to null",
)
LOST_VALUES = Problem(
    message="{column} is null where it cannot hold what Sage sent. Rows: {count}, the first with {row}",
    meaning=(
        "A whole number has at most 64 bits, another number 38 digits, and a date is in the years 1 to 9999. All other "
        "values of these rows are loaded."
    ),
    action="Look at the row in Sage. With on_bad_value=fail, the table fails instead.",
    exit_code=0,
)
MENDED_TEXTS = Problem(
    message="{column} has U+FFFD in place of what is no Unicode. Rows: {count}, the first with {row}",
    meaning="Sage sent text with damaged characters. The rest of the text is loaded.",
    action="Look at the row in Sage. With on_bad_value=fail, the table fails instead.",
    exit_code=0,
)
MORE_PLACES = Problem(
    message="{column} has more decimal places than Sage documents. Rows: {count}, the first with {row}",
    meaning=(
        "With decimals=singer.decimal, a database gets a column with the documented number of decimal places. The "
        "tap writes every digit, and the database rounds."
    ),
    action="With decimals=number, every digit is loaded. With on_bad_value=fail, the table fails instead.",
    exit_code=0,
)
UNKNOWN_FIELD = Problem(
    message="Sage sent fields that this version of the tap does not know: {fields}. {action}",
    meaning="Your Sage 200 is newer than the tap, and on_unknown_field is set to fail.",
    action="Update the tap",
)
UNKNOWN_FIELD_ADDED = Problem(
    message="{table}: Sage sent fields that this version of the tap does not know. They are new text columns: {fields}",
    meaning=(
        "Your Sage 200 is newer than the tap. Each value is loaded as Sage wrote it. The state remembers the columns, "
        "and the message comes once."
    ),
    action=(
        "Nothing. With extra_columns, a column gets a better type. With on_unknown_field=warn, drop or fail, there are "
        "no new columns."
    ),
    exit_code=0,
)
UNKNOWN_FIELD_LEFT_OUT = Problem(
    message="{table}: Sage sent fields that cannot become columns. The tap drops them: {fields}",
    meaning=(
        "A new column needs a name of at most 63 letters, digits and underscores that begins with a letter and differs "
        "from all other columns by more than upper and lower case. A table gets at most 50 new columns."
    ),
    action="Nothing. The tap loads all other fields.",
    exit_code=0,
)
UNKNOWN_FIELDS_UNSEEN = Problem(
    message=(
        "{table}: the tap requests only the selected columns, and does not see fields that are new in Sage. The same "
        "is true of all tables with deselected columns"
    ),
    meaning="A request that names its columns (`$select`) returns nothing else.",
    action="Nothing, or select all columns of the table.",
    exit_code=0,
)
UNKNOWN_FIELD_DROPPED = Problem(
    message="{table}: Sage sent fields that this version of the tap does not know. The tap drops them: {fields}",
    meaning="Your Sage 200 is newer than the tap. The tap loads all other fields.",
    action="Update the tap. With on_unknown_field=add, the fields are loaded as text.",
    exit_code=0,
)
NO_KEY = Problem(
    message="Sage sent a row without its primary key {key}",
    meaning="The tap cannot identify the row. It stops reading the table, because it could miss rows.",
    action="Run again. If this happens again, please report the message.",
)
OUT_OF_ORDER = Problem(
    message=(
        "Sage sent a row with {key} {value} after {before}: the rows do not follow the requested order or filter, "
        "and the tap could miss rows"
    ),
    meaning="The tap stops reading the table, because it could miss rows.",
    action="Run again. If this happens again, please report the message.",
)
SAME_KEY = Problem(
    message="Sage sent two different rows with {key} {value}: the tap cannot tell which one is right",
    meaning="The tap reads this table by its key, and could miss rows if a key is not unique.",
    action="Run again. If this happens again, please report the message.",
)
NO_END = Problem(
    message=(
        "the tap does not find the end of the table: the row with {key} {value} was read, and then Sage sent neither "
        "this row nor the rows after it. {action}"
    ),
    meaning=(
        "Responses are empty, repeated or incomplete, for example because the connection from Sage to your server was "
        "lost, or because a gateway or cache repeats an earlier response. The tap has asked several times. It may have "
        "missed rows, and the bookmark stays where it was."
    ),
    action="Run again. If this happens again, check the connection from Sage to your server, and gateways between",
)
SAME_LEADING_KEY = Problem(
    message=(
        "Sage refuses $skip, and more rows have {key} {value} than fit in one response: the tap cannot request the "
        "others"
    ),
    meaning="The key of the table has several columns. Without $skip, the tap reads it by the first of them.",
    action="Ask who runs the server, or a gateway before it, to allow `$skip`, or deselect the table.",
)
NO_ROWS_BEFORE_BOOKMARK = Problem(
    message=(
        "Sage sent no row from the bookmark on, although it has the row that set the bookmark. The tap could miss "
        "rows. {action}"
    ),
    meaning="The response is not what the tap requested. The bookmark stays where it was.",
    action="Run again. If this happens again, check the connection from Sage to your server, and gateways between",
)
NO_ROWS_IN_WINDOW = Problem(
    message="Sage sent no row of the window, although it has some. {action}",
    meaning="The response is not what the tap requested. The window is not complete.",
    action="Run again. If this happens again, check the connection from Sage to your server, and gateways between",
)
MORE_ROWS = Problem(
    message="the response has a link to more rows, which the tap cannot request",
    meaning="The rows have no key, and the tap cannot read them page by page.",
    action="Please report the message.",
)
TOO_MANY_ROWS = Problem(
    message="more than {rows} rows belong to one parent row, and have no key by which the tap could read them in pages",
    meaning="The rows have no key, and the tap cannot read them page by page.",
    action="Please report the message.",
)
ROWS_SHIFTED = Problem(
    message="the pages of the table did not fit together in each of {attempts} attempts to read it. {action}",
    meaning=(
        "The tap reads this table by position (offset). Rows were added and deleted faster than the tap could read "
        "them, or responses were empty, repeated or incomplete."
    ),
    action="Run again when there is less activity in Sage",
)
EMPTY_NOW = Problem(
    message="had rows in an earlier run, and now has none",
    meaning="Somebody emptied the table, the user lost a permission, or company_id now belongs to another company.",
    action="Check the table in Sage. For pending_emails, an empty table is normal.",
    exit_code=0,
)
EMPTY_SINCE_LAST_RUN = Problem(
    message="had {rows} rows in the previous run, and now has none",
    meaning="Somebody emptied the table, the user lost a permission, or company_id now belongs to another company.",
    action="Check the table in Sage. For pending_emails, an empty table is normal.",
    exit_code=0,
)
ABSENT_FOR_ALL_PARENTS = Problem(
    message="Sage responded with 404 to all {requests} requests, one for each parent row",
    meaning="This version of Sage 200 does not have the table, or no parent row has rows in it.",
    action="If this happens in every run, deselect the table.",
    exit_code=0,
)
WITHDRAWN = Problem(
    message="{reason}, after it has returned a part of the table. {action}",
    meaning="Sage refused a request in the middle of the table. The rows that follow are missing.",
    action="Run again. If this happens again, restore the access, or deselect the table.",
)
NOT_EXPANDED = Problem(
    message="Sage accepts the request for {expand}, but does not return it",
    meaning=(
        "The rows of a nested table are missing in all rows of a response. Sage returns an empty list if there are no "
        "nested rows (seen). The version of Sage may not have them, or a server before Sage ignores `$expand`."
    ),
    action="Update Sage 200, or deselect the table.",
)
WITHOUT_COLUMNS = Problem(
    message="read without {columns}, because Sage refuses to expand them",
    meaning="This version of Sage 200 does not have these columns. They are null.",
    action="Update Sage 200, or deselect the columns. With on_unavailable=fail, the table fails.",
    exit_code=0,
)
ALL_COLUMNS = Problem(
    message="{table}: Sage refuses to return only the selected columns, and the tap requests all columns",
    meaning="A selected column does not exist in this version of Sage 200.",
    action="Nothing.",
    exit_code=0,
)
READ_APART = Problem(
    message="{table}: the tap cannot read the table and its nested tables in one request: {error}",
    meaning="The tap now reads the table and its nested tables one by one.",
    action="Nothing. If one of the tables fails, its own message says why.",
    exit_code=0,
)
