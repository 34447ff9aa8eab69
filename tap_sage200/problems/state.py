"""The stored state."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

CONDITION_CHANGED = Problem(
    message="the condition has changed, so all rows are read once. It is now: {condition}",
    meaning="Earlier runs read the table with another condition, or with none. What they left out must be read.",
    action="Nothing. Rows that no longer meet the condition stay in the warehouse as they were.",
)
SOURCE_CHANGED = Problem(
    message="the table is declared otherwise than before, so all rows are read once. They now come from {source}",
    meaning="It has another table, path, key or timestamps than in earlier runs, and the bookmark is not for them.",
    action="Nothing. Rows that were loaded before stay in the warehouse as they were.",
)

FILE_UNREADABLE = Problem(
    message="The file of --state is not a Singer state: it does not contain a JSON object. {action}",
    meaning="The file has another format, or is damaged. No request was sent.",
    action=(
        "Restore the file from a copy. Without one, run without --state: the tap then reads all tables from their "
        "start."
    ),
)
PART_UNREADABLE = Problem(
    message="{where}: the state cannot be used, because {part} is not as the tap writes it",
    meaning=(
        "This part of the state is damaged, was made by hand, or comes from another program. The tap ignores it. It "
        "reads the tables that have no other bookmark from their start."
    ),
    action="Nothing. The next state is whole again.",
    exit_code=0,
)
UNKNOWN_TABLES = Problem(
    message="The state has bookmarks of tables that the tap does not have: {tables}. They have no effect",
    meaning="The state comes from another tap or another version of this one.",
    action="Check that the state belongs to this tap.",
    exit_code=0,
)
TABLE_UNREADABLE = Problem(
    message="the state cannot be used, because {fields} is not as the tap writes it: reads the table from its start",
    meaning="The state of this table is damaged, was made by hand, or comes from another program.",
    action="Nothing. The next state is whole again.",
    exit_code=0,
)
FIELD_UNREADABLE = Problem(
    message="the part {field} of the state is not as this version of the tap writes it, and is ignored",
    meaning=(
        "The state of this table is damaged, or another version wrote it. The tap continues from the rest of the "
        "state, and reads some rows again."
    ),
    action="Nothing. The next state is whole again.",
    exit_code=0,
)
IN_THE_FUTURE = Problem(
    message="the bookmark {bookmark} is in the future: reads the table from its start",
    meaning=(
        "The state was changed by hand, or the clock of a machine was wrong. Nothing proves which rows were read."
    ),
    action="Check the clock of this machine.",
    exit_code=0,
)
SITE_RESPELLED = Problem(
    message=(
        "The state spells the site ID {before}. The tap spells it {after} from now on, in the state and in all rows. "
        "{action}"
    ),
    meaning=(
        "A site ID can have capitals or braces in the settings. Earlier versions of the tap wrote it to the rows as it "
        "was. Then the same row has two keys."
    ),
    action="Change site_id in the tables of the warehouse to the new spelling, or load them again in full.",
    exit_code=0,
)
WINDOW_OF_EARLIER_VERSION = Problem(
    message=(
        "an earlier version has read a window until {until}. What is complete of it is kept, and the next run without "
        "end_date reads the table from its start"
    ),
    meaning=(
        "A run with end_date needed a state of its own, and moved its bookmark. It now keeps its progress apart from "
        "the bookmark."
    ),
    action="Nothing. Runs with end_date can now use the state of the other runs.",
    exit_code=0,
)
START_MOVED_BACK = Problem(
    message=(
        "start_date has moved back, so the rows that were last changed from {since} until {until} are read once. Rows "
        "without a timestamp are not among them"
    ),
    meaning="Earlier runs read the table from a later start_date.",
    action="Nothing. To load rows without a timestamp too, load the table again in full.",
    exit_code=0,
)
WENT_BACK = Problem(
    message=(
        "{company}: the latest changes that the tap knew no longer exist in {tables}. Either these rows were deleted, "
        "or Sage was restored from a backup. {action}"
    ),
    meaning=(
        "No row is as new as the bookmark. In a restored Sage, rows have older values than the warehouse, and keys "
        "can belong to other rows."
    ),
    action="If Sage was restored, load all tables of the company again in full. If rows were deleted, do nothing.",
    exit_code=0,
)
