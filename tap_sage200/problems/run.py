"""The run and its summary."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

SKIPPED = Problem(
    message="{where}: skipped, because {reason}",
    meaning="Sage does not have the table for this user or in this version. The tap reads the other tables.",
    action="Deselect the table, or correct the reason. With on_unavailable=fail, the table fails.",
    exit_code=0,
)
TABLE_FAILED = Problem(
    message="{where}: failed after {rows} rows: {reason}",
    meaning=(
        "The tap did not read the table completely. It reads the other tables. The next run continues from the state."
    ),
    action="Look up the reason on this page and follow its advice. Then run again.",
)
UNEXPECTED_ERROR = Problem(
    message="{where}: unexpected error, please report it",
    meaning="The tap has a bug. It reads the other tables.",
    action="Please report the message and the log lines below it.",
)
RUN_FAILED = Problem(
    message="{failed} of {tables} tables failed{in_companies}. {cause}",
    meaning=(
        "This is the last line of a failed run. It names the companies and the tables, and the reason, which they "
        "share. The tap has read the other tables."
    ),
    action="Look up the reason on this page and follow its advice. Then run again.",
)
RUN_FAILED_FOR_REASONS = Problem(
    message="{failed} of {tables} tables failed{in_companies}: {where}. The lines above say why.",
    meaning=(
        "This is the last line of a failed run. It names the companies. Each reason is a line with the level ERROR "
        "above it, with its tables. The tap has read the other tables."
    ),
    action="Look up each reason on this page and follow its advice. Then run again.",
)
NOTHING_THERE = Problem(
    message=(
        "Sage has none of the selected tables of {company}. The first of {tables} was skipped, because {reason}. "
        "{action}"
    ),
    meaning=(
        "The tap skipped all tables of a company. The edition or the address is wrong, or the user's role includes "
        "no table."
    ),
    action="Check edition and api_url, and the role of the user who signed in.",
)
GIVING_UP = Problem(
    message=(
        "{where}: {reason} Sage does not respond to other requests either: {others} others have failed in the same "
        "way. The tap does not try the remaining tables. {action}"
    ),
    meaning="Sage is not available. Several tables failed with all retries, and what worked before fails too.",
    action="Run again later.",
)
COMPANY_DOWN = Problem(
    message="Sage no longer responds for {company}, but for other companies: {reason}",
    meaning=(
        "Several tables of the company failed with all retries, and what worked before fails too. The tap does not try "
        "the remaining tables of the company."
    ),
    action="Check the server of the company. Then run again.",
)
NO_LONGER_THERE = Problem(
    message="{reason}. The table had rows before. {action}",
    meaning=(
        "Sage has returned rows of the table in an earlier run, or earlier in this run, and refuses the table now. "
        "A table that never had a row is skipped instead."
    ),
    action="Restore the access, or accept that the table is not read any more: deselect the table.",
)
LOADER_GONE = Problem(
    message="The loader does not read any more: standard output is closed. {action}",
    meaning=(
        "The program that reads the tap's messages has ended, or has closed its input. The run stops here. The next "
        "run continues from the last state that the loader has kept."
    ),
    action="Look for the reason in the log of the loader, then run again.",
)
OUTPUT_FAILED = Problem(
    message="Standard output cannot be written: {reason}. {action}",
    meaning=(
        "The operating system refused a write, for instance because the disk is full. The run stops here. The next run "
        "continues from the last state that was written."
    ),
    action="Make room, or write to another place. Then run again.",
)
BATCH_FILE_FAILED = Problem(
    message="{where}: a batch file cannot be written: {reason}. {action}",
    meaning=(
        "The storage that batch_config names refused a file, for instance because the disk is full. The run stops "
        "here. The next run continues from the last state that was written."
    ),
    action="Make room, or correct the storage in batch_config. Then run again.",
)
ROLE_LACKS = Problem(
    message="this user's role does not include {modules}: {action}",
    meaning="Sage responded with 403 for tables of these modules.",
    action="extend the role in Sage, or deselect the tables",
    exit_code=0,
)
NOT_LICENSED = Problem(
    message="the licence of this company does not include {modules}",
    meaning="The tables of these modules are empty.",
    action="Nothing. You can deselect the tables.",
    exit_code=0,
)
NO_WINDOWS = Problem(
    message="end_date leaves out {count} selected tables, which have no windows: {tables}",
    meaning=(
        "A window has the rows that were last changed in it. These tables have no timestamps, or every run reads them "
        "whole. A run without end_date reads them."
    ),
    action="Nothing.",
    exit_code=0,
)
WINDOW_NOT_OVER = Problem(
    message="the window is complete until {certain}; the next run of the same window reads again what comes after it",
    meaning=(
        "The window has not ended, or ended less than lookback_seconds ago. Rows can still change in it, or be "
        "committed late."
    ),
    action="Nothing.",
    exit_code=0,
)
CLOCKS_DIFFER = Problem(
    message=(
        "The clock of this machine is {minutes} minutes {direction} Sage's. The run starts at the earlier of the two "
        "times. {action}"
    ),
    meaning=(
        "The tap compares the clock of this machine with the time in Sage's responses. With a difference, a run reads "
        "more rows again, and tokens can seem expired."
    ),
    action="Correct the clock of this machine.",
    exit_code=0,
)
ENDED_BY_SIGNAL = Problem(
    message="{signal} ended the run. {action}",
    meaning=(
        "Somebody, or the program that started the tap, has ended the run. The tap has written the state of all rows "
        "that it has written."
    ),
    action="The next run continues where this one ended.",
    exit_code=0,
)
ENDED_BY_FORCE = Problem(
    message="{signal} ended the process at once. {action}",
    meaning=(
        "The loader did not read the last lines within some seconds, or a second signal came. The last lines and the "
        "last state are lost, and nothing else."
    ),
    action="Run again: the next run continues from the last state that the loader has kept.",
    exit_code=0,
)
FINISHING_SIGN_IN = Problem(
    message="{signal} has to wait: a refresh token was just sent, and the next one is not stored yet. {action}",
    meaning="If the process ended now, the sign-in would be lost, and a person would have to sign in again.",
    action="The process ends by itself as soon as the token is stored.",
    exit_code=0,
)
