"""Catalogue and stream maps."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

_CREATE_AGAIN = "Create the catalogue again with `tap-sage200 --discover`, or run `meltano run --refresh-catalog ...`."

INVALID = Problem(
    message="The catalogue is not a Singer catalogue: it has no list of streams. {action}",
    meaning="The file of --catalog has another format.",
    action=_CREATE_AGAIN,
)
UNREADABLE = Problem(
    message="The catalogue {catalog} cannot be read. {action}",
    meaning="The file of `sage200 check --catalog` does not exist, or is not a Singer catalogue.",
    action=(
        "Create the catalogue again with `tap-sage200 --discover > catalog.json`. In a Meltano project, run `meltano "
        "invoke tap-sage200:check` without options: Meltano then creates the catalogue itself."
    ),
)
ENTRY_DAMAGED = Problem(
    message="Its entry in the catalogue cannot be used: {reason}. {action}",
    meaning="A part of the entry has another type than the Singer specification says.",
    action=_CREATE_AGAIN,
)
ENTRIES_DIFFER = Problem(
    message="The catalogue has several entries for this table, and they differ. {action}",
    meaning="The tap cannot know which of the entries is meant.",
    action="Remove all entries but one.",
)
ENTRY_FOREIGN = Problem(
    message="The catalogue has no column of this table. {action}",
    meaning="The entry belongs to a table of another tap that has the same name.",
    action=_CREATE_AGAIN,
)
LACKS_COLUMNS = Problem(
    message="The catalogue does not have all columns of this version, so they are not read: {columns}. {action}",
    meaning=(
        "The catalogue is older than the tap, or was written by hand. The tap reads only the columns that it has, and "
        "the keys."
    ),
    action=(
        "To read the columns, create the catalogue again with `tap-sage200 --discover`, or run `meltano run "
        "--refresh-catalog ...`."
    ),
    exit_code=0,
)
LACKS_TABLES = Problem(
    message="The catalogue has {found} of the {known} tables of this version. The others are not read.",
    meaning="The catalogue is older than the tap, or was written by hand.",
    action="To read other tables, create the catalogue again.",
    exit_code=0,
)
NOT_USED = Problem(
    message="Parts of the catalogue do not fit the tables, and the tap uses its own: {tables}",
    meaning=(
        "Keys, replication keys and the names of columns are fixed: with others, rows would be lost or loaded twice. A "
        "type is used only if it can hold all values of the column."
    ),
    action="Nothing, or remove the parts that the message names from the catalogue.",
    exit_code=0,
)
OTHER_DECIMALS = Problem(
    message="The catalogue was made with another value of the setting decimals. The setting counts: {tables}",
    meaning="The catalogue describes amounts as text and the setting as numbers, or the other way round.",
    action="Nothing. To end the message, create the catalogue again, for example with `meltano run --refresh-catalog`.",
    exit_code=0,
)
BATCH_NOT_WRITTEN = Problem(
    message="A batch file cannot be written: {error}. {action}",
    meaning="The storage of batch_config has an unknown kind of address, or requires a package that is not installed.",
    action="Correct batch_config, or install the package.",
)
MAP_INVALID = Problem(
    message="The stream map of {table} is not valid: {error}. {action}",
    meaning="The map has an invalid expression, or removes a key column. No request was sent for the table.",
    action="Correct stream_maps.",
)
MAPS_COLLIDE = Problem(
    message="Stream maps write {tables} to one stream with the same key columns. {action}",
    meaning="Rows of these tables can have equal keys. In the target, one would overwrite the other.",
    action="Give each table its own `__alias__`, or set `__key_properties__` to columns that tell the rows apart.",
)
MAP_OF_UNKNOWN_TABLE = Problem(
    message="stream_maps has a map for {names}, but the tap has no such table. {action}",
    meaning="The name is misspelled. Without the map, values that it hides would be written.",
    action="Correct the name, or remove the map. Names may contain wildcards, as in `sop_*`.",
)
ROW_NOT_WRITTEN = Problem(
    message="The row with the key {key} cannot be written: {error}. {action}",
    meaning="The stream map of the table fails for this row. The state does not pass the row.",
    action="Correct the map in stream_maps, so that it works for this row. Null values are a common reason.",
)
