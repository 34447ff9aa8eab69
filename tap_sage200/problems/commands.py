"""Commands that show tables and rows."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

NO_SUCH_TABLE = Problem(
    message="There is no table {name}. Similar names: {similar}",
    meaning="The name is misspelled, or belongs to another version of the tap.",
    action="Use the name of a table. `sage200 tables` lists them.",
)
NO_TABLE_MATCHES = Problem(
    message="No table matches {pattern}. Similar names: {similar}",
    meaning="The text after `sage200 tables` is the name of a table, or a pattern with *, ? or [], as in the settings.",
    action="Correct the pattern, for example to `sop_*`.",
)
NOT_A_CONDITION = Problem(
    message="--where, {reason}",
    meaning="Sage would not understand the condition. No request was sent.",
    action="Correct the condition at this position. The entries about conditions explain the reasons.",
)
CONDITION_TOO_LONG = Problem(
    message="--where is too long: with it, a query has {length} characters, and the most is {most}",
    meaning="Sage's web server refuses longer addresses (inferred).",
    action="Shorten the condition, or show more rows.",
)
NOT_A_COLUMN = Problem(
    message="{option}, at position {place}: {table} has no column {name}. The nearest is {nearest}",
    meaning="The name is misspelled, or is a column of another table. No request was sent.",
    action="Use the name of a column. The dictionary lists them.",
)
COLUMN_MISSING = Problem(
    message="{option}, at position {place}: the name of a column is missing",
    meaning="The text is empty, or has two commas without a name between them.",
    action="Write names with commas between them, as in `reference,name,balance`.",
)
COLUMN_TWICE = Problem(
    message="{option}, at position {place}: {name} is there twice",
    meaning="Each column can be shown once, and be in the order once.",
    action="Remove one of them.",
)
NOT_A_DIRECTION = Problem(
    message="--order, at position {place}: {found} where asc, desc or a comma is expected",
    meaning="After a column only its direction can follow. No request was sent.",
    action='Write the order as in `--order "balance desc, name"`.',
)
NOT_AN_ORDER = Problem(
    message="--order, at position {place}: Sage cannot order by {name}, because it is not a field of the rows",
    meaning="The column needs an expansion, or comes from another table.",
    action="Order by another column.",
)
NOT_FOR_THIS_TABLE = Problem(
    message="{option} does not work with {table}: {reason}",
    meaning="Sage takes conditions and orders only for resources that it returns as a list.",
    action="Leave the option out. `sage200 tables` shows with which table a nested table is read.",
)
NOT_A_NUMBER = Problem(
    message="{option} must be {form}, and {found} is none",
    meaning="The option takes a number of rows.",
    action="Write a number such as 100.",
)
NOT_A_FORMAT = Problem(
    message="--format must be one of {formats}. The nearest to {found} is {nearest}",
    meaning="The command does not know the format.",
    action="Use one of the formats, or leave the option out.",
)
NOT_A_COMPANY = Problem(
    message="--company must be a site_id, a slash and a company_id, such as {example}",
    meaning="A company is identified by the site_id and the company_id. `sage200 companies` lists them.",
    action="Correct the option.",
)
NOT_THE_COMPANY = Problem(
    message="--company: {found} is none of the companies that a run reads. The nearest is {nearest}",
    meaning=(
        "The settings name the companies of a run, or Sage lists those that the user has access to. The option chooses "
        "one of them."
    ),
    action="Correct the option, or add the company to the settings.",
)
ONE_OF_SEVERAL_COMPANIES = Problem(
    message="There are several companies: choose one with --company. They are {companies}",
    meaning="The command reads one company.",
    action="Add --company with one of the values of the message.",
)
ORDER_CHANGED = Problem(
    message=(
        "The next page does not continue where the last one ended, because rows changed their places. The rows after "
        "this place were not read. {action}"
    ),
    meaning="Pages in another order than that of the key are requested by position. Rows came, went or changed.",
    action="Run the command again, or leave out --order and --skip: then changes do no harm.",
)
FIRST_ROWS = Problem(
    message="These are the first {limit} rows. --limit shows more, and --limit all shows all.",
    meaning="On a terminal, and as a table, `sage200 query` shows 20 rows by default.",
    action="Add --limit.",
    exit_code=0,
)
FIRST_COLUMNS = Problem(
    message="These are {shown} of {all} columns. --columns chooses others, and --format json shows all.",
    meaning="Not all columns fit on the terminal.",
    action="Add --columns.",
    exit_code=0,
)
NO_ROWS = Problem(
    message="There are no rows.",
    meaning="The table is empty, or no row meets the condition.",
    action="Check the condition.",
    exit_code=0,
)
SETTINGS_NARROW = Problem(
    message="The condition of the settings applies too: {condition}",
    meaning="`sage200 query` shows the rows that a run reads. The setting tables, or a view, has a condition.",
    action="Nothing, or remove the condition from the settings.",
    exit_code=0,
)
NOT_A_PATH = Problem(
    message="{path} is not the path of a resource, such as /sop_returns",
    meaning="The command takes a path below the URL of the API: names, digits and slashes, without a query.",
    action="Write the path as in Sage's documentation.",
)
IS_A_TABLE = Problem(
    message="The tap reads {path} as the table {table} already. A custom table needs another name",
    meaning="The tap has a table for this resource.",
    action="Use the table of the tap, unless you need other columns.",
    exit_code=0,
)
ONE_OBJECT = Problem(
    message="{path} returns one object and not a list of rows. A custom table can only read a list",
    meaning="The resource is a single row, or settings.",
    action="Use the path of a list.",
)
NOTHING_TO_DESCRIBE = Problem(
    message="{path} has no rows, and Sage does not describe its fields. There is nothing to infer columns from",
    meaning="The columns are inferred from rows. The company has none.",
    action="Choose a company with rows by --company, or write the custom table by hand.",
)
NO_MELTANO_PROJECT = Problem(
    message="{folder} has no meltano.yml. {action}",
    meaning="`sage200 companies --meltano` adds companies to the Meltano project in the current folder.",
    action="Run the command in the folder of meltano.yml.",
)
COMPANIES_CHOSEN = Problem(
    message="Each shard chooses its own companies, and the settings choose companies for all of them. {action}",
    meaning="Every shard inherits the settings of tap-sage200, so all shards would read the same companies, or fail.",
    action="Remove site_id and company_id, companies, and all_companies.",
)
NOT_INCLUDED = Problem(
    message="meltano.yml does not take in {file}. {action}",
    meaning="Meltano reads other files only if include_paths in meltano.yml names them.",
    action='Add the line `include_paths: ["./*.meltano.yml"]` to meltano.yml.',
    exit_code=0,
)
YAML_UNREADABLE = Problem(
    message="{file} cannot be read: {reason}. Nothing was changed. {action}",
    meaning="The file was changed by hand or is damaged, or this user may not read it.",
    action="Correct the file, or restore it from your version control.",
)
NOT_A_MELTANO_FILE = Problem(
    message="{file} was changed: its extractors, jobs and schedules must be lists of blocks with a name. {action}",
    meaning="`sage200 companies --meltano` cannot continue such a file. Nothing was changed.",
    action="Undo the change, or restore the file from your version control.",
)
NOT_A_SHARD = Problem(
    message="{file}: {name} was changed, and its annotations no longer say which companies it has. {action}",
    meaning=(
        "The annotations of an extractor list its companies, with site_id, company_id, company_name and a status: "
        "runs, paused or gone. Its name begins with tap-sage200--. Nothing was changed."
    ),
    action="Correct the annotations and the name, or restore the file from your version control.",
)
SHARD_TWICE = Problem(
    message="{file} has two extractors with the name {name}. {action}",
    meaning="The extractor was copied by hand. Nothing was changed.",
    action="Remove one of them.",
)
COMPANY_TWICE = Problem(
    message="{file} has {company} in {first} and in {second}. {action}",
    meaning="The company was copied by hand. Two runs would load the same rows. Nothing was changed.",
    action="Remove it from the annotations of one of them.",
)
NOT_WRITTEN = Problem(
    message="{file} cannot be written: {reason}. The old file is unchanged. {action}",
    meaning="The disk is full, or this user may not write to the folder.",
    action="Give the user the right to write to the folder, or make space on the disk.",
)
COMPANY_GONE = Problem(
    message="{shard} no longer loads {name} ({company}): Sage does not list it",
    meaning=(
        "The company was removed, or the user lost the access to it, or its server is not connected. Its rows stay in "
        "the warehouse, and its place in the shard stays. It runs again when Sage lists it again and "
        "`sage200 companies --meltano` has run."
    ),
    action="Nothing, if the company was removed. Otherwise give the user access, and run the command again.",
    exit_code=0,
)
FLEET_OUTDATED = Problem(
    message="{file} is out of date (new companies: {added}, no longer listed: {gone}). {action}",
    meaning="The companies that Sage lists are not those that the shards load.",
    action="Run `sage200 companies --meltano`, and save the output of --json again if a scheduler uses it.",
    exit_code=0,
)
