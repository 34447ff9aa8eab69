"""Views, custom tables, and streams that were added to the catalogue."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

TABLE_NAME = Problem(
    message=(
        "{where}: the name must have only lower-case letters, digits and underscores, begin with a letter, and have at "
        "most {longest} characters"
    ),
    meaning="The name becomes the name of a table in the warehouse, and not every warehouse takes other names.",
    action="Rename the view or the table.",
)
NAME_TAKEN = Problem(
    message="{where}: there is a table {name} already",
    meaning="Each stream needs a name of its own. The tap, `custom_tables` or `views` has another one with this name.",
    action="Rename the view or the table.",
)
NO_TABLE = Problem(
    message="{where}: there is no table {name}. The nearest is {nearest}",
    meaning="A view is of a table of the tap, or of a table in `custom_tables`.",
    action="Use the name of a table. The dictionary lists them.",
)
VIEW_OF_VIEW = Problem(
    message="{where}: {name} is a view, and a view can only be of a table",
    meaning="A view of a view is not supported.",
    action="Use the table that the other view is of, and repeat what you need of that view.",
)
VIEW_OF_NESTED = Problem(
    message="{where}: {name} is nested in another table, and a view can only be of a resource of its own",
    meaning="Sage returns the rows of a nested table only with, or for, the rows of another table.",
    action="Select the table itself, and filter in SQL.",
)
VIEW_OF_SITES = Problem(
    message="{where}: {name} belongs to no company, and there can be no view or copy of it",
    meaning="The rows of the table are the companies themselves.",
    action="Select the table itself, and filter in SQL.",
)
NO_COLUMN = Problem(
    message="{where}: there is no column {name}. The nearest is {nearest}",
    meaning="The name is misspelled, or the column is not among the columns of the table.",
    action="Correct the name, or add the column to the columns of the table.",
)
NO_QUERY = Problem(
    message="{where}: Sage returns {table} in one response, without query options",
    meaning="The resource is one object and no list.",
    action="Remove the option, and filter in SQL.",
)
OPTION_TWICE = Problem(
    message="{where}: {option} is in for_each too",
    meaning="A request can have only one value of the option.",
    action="Remove the option from query, or from for_each.",
)
ONE_OPTION = Problem(
    message="{where} must have only one option",
    meaning="A view can be read once for each value of one option, not of several.",
    action="Keep one option, and put the others into query. Make a view for each of their values.",
)
FOR_EACH_OF_CHANGES = Problem(
    message="{where}: a run reads only the changes of {table}, and for_each needs a list that each run reads in full",
    meaning="A view with for_each has no bookmark for each value.",
    action="Remove for_each.",
)
TWICE = Problem(
    message="{where} has something twice",
    meaning="Each name or value can be in the list only once.",
    action="Remove what is repeated.",
)
PATH = Problem(
    message="{where} must begin with / and have only letters, digits, hyphens, underscores and further /",
    meaning="It is the path of the resource after the address of the API, such as /customers.",
    action="Correct the path.",
)
COLUMN_OF_TAP = Problem(
    message="{where}: the tap adds {name} itself",
    meaning=(
        "Each table has the columns site_id and company_id, and they are a part of each key. With position in the key "
        "of a nested table, the tap numbers the rows."
    ),
    action="Remove the column.",
)
COLUMN_NAME = Problem(
    message=(
        "{where}: {name} must have only letters, digits and underscores, begin with a letter, and have at most "
        "{longest} characters"
    ),
    meaning="The name becomes the name of a column in the warehouse.",
    action="Remove the column. Sage's own fields have such names.",
)
COLUMNS_ALIKE = Problem(
    message="{where}: {names} differ only in capitals",
    meaning="Many warehouses take such names for the same column.",
    action="Keep one of the columns.",
)
NOT_A_KEY = Problem(
    message="{where}: {name} cannot be a part of the key, because it is neither a whole number nor a text",
    meaning="The tap orders and finds rows by their key.",
    action="Use a column that is an identifier, whole, text or enum.",
)
NOT_A_TIMESTAMP = Problem(
    message="{where}: {name} is not a timestamp",
    meaning="The tap compares the column with the time of the last run.",
    action="Declare the column as timestamp, or remove it from here.",
)
CREATED_ALONE = Problem(
    message="{where} needs timestamps",
    meaning="A time of creation does not show which rows have changed.",
    action="Set timestamps to the columns that change with a row, or remove created.",
)
EXPAND_NAME = Problem(
    message="{where} must be the name of one expansion, such as lines",
    meaning="The rows are in the property of the parent's row that has the name of the expansion.",
    action="Correct the name.",
)
EXPAND_TAKEN = Problem(
    message="{where}: {name} is a column of the table, or another nested table has it",
    meaning="One property of a row cannot be two things.",
    action="Remove the column, or one of the nested tables.",
)
NOT_LINKED = Problem(
    message="{where}: {name} is not part of the parent's key, and none of its timestamps. Those are {names}",
    meaning="A nested row repeats the key of its parent, and timestamps of it.",
    action="Use one of the names in the message.",
)
LINK_IS_COLUMN = Problem(
    message="{where}: {names} cannot be in columns, because it repeats a column of the parent",
    meaning="The tap fills such a column itself.",
    action="Remove the column from columns, or choose another name in parent.",
)
POSITION_ALONE = Problem(
    message="{where}: with position, the key needs the parent's key too: {names}",
    meaning="The position tells apart only the rows of one parent.",
    action="Add the columns that the message names to the key. If it names none, set parent.",
)
ENTRY_INCOMPLETE = Problem(
    message="it has no key besides site_id and company_id, or no columns",
    meaning="A stream that was added to the catalogue by hand needs key_properties, and columns in its schema.",
    action="Add what is missing to the entry.",
)
NO_TYPE = Problem(
    message="{where} must have one type, and it must be {types}",
    meaning="A column of a stream that was added to the catalogue by hand holds one of these, or null.",
    action="Correct the type.",
)
ENTRY_NOT_READ = Problem(
    message=(
        "The catalogue selects {table}, which is no table of the tap and cannot be read as a table of your own. It is "
        "left out: {reason}. {action}"
    ),
    meaning="The catalogue comes from another tap or another version, or it was added by hand and is incomplete.",
    action="Correct the entry, or deselect the table.",
    exit_code=0,
)
NOT_SELECTED = Problem(
    message="The settings declare {names}, but the catalogue does not select them, so they are not read. {action}",
    meaning="The catalogue decides what is read, and it does not have the views or tables, or does not select them.",
    action=(
        "Select them with `meltano select tap-sage200 NAME '*'`. If they are new, create the catalogue again, for "
        "example with `meltano run --refresh-catalog ...`."
    ),
    exit_code=0,
)
