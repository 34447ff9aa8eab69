"""The run and its summary."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

SKIPPED = Problem(
    message="{where}: skipped, as {reason}",
    meaning="Sage does not have the table for this user or in this version. The other tables are read.",
    action="Deselect the table, or act on the reason. With on_unavailable=fail, the table fails.",
    exit_code=0,
)
TABLE_FAILED = Problem(
    message="{where}: failed after {rows} rows: {reason}",
    meaning="The table was not read completely. The other tables are read, and the next run continues from the state.",
    action="Act on the reason, then run again.",
)
UNEXPECTED_ERROR = Problem(
    message="{where}: unexpected error, please report it",
    meaning="A bug in the tap. The other tables are read.",
    action="Please report it with the lines below the message.",
)
RUN_FAILED = Problem(
    message="{failed} of {tables} tables failed. {reasons}",
    meaning="The last line of a failed run. It repeats the reason of each failure. The other tables were read.",
    action="Act on the reasons, then run again.",
)
NOTHING_THERE = Problem(
    message="None of the {tables} tables of {company} is there; the first was skipped, as {reason}. {action}",
    meaning="All tables of a company were skipped. The edition or the address is wrong, or the role allows nothing.",
    action="Check edition and api_url, and the role of the user who signed in.",
)
GIVING_UP = Problem(
    message="{where}: {reason} The {others} tables before it failed in the same way: giving up. {action}",
    meaning="Sage failed for one table after another, with all retries. The run does not try the remaining tables.",
    action="Run again later.",
)
CHECK_GIVING_UP = Problem(
    message="Sage returned none of the last {tables} tables: giving up. {action}",
    meaning="Sage failed for one table after another, with all retries. `sage200 check` does not try the others.",
    action="Run again later.",
)
ROLE_LACKS = Problem(
    message="this user's role lacks {modules}: {action}",
    meaning="Sage answered 403 for tables of these modules.",
    action="widen the role in Sage, or deselect the tables",
    exit_code=0,
)
NOT_LICENSED = Problem(
    message="the licence of this company does not include {modules}",
    meaning="The tables of these modules are empty.",
    action="Nothing, or deselect the tables.",
    exit_code=0,
)
