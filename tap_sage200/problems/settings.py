"""Settings."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

INVALID = Problem(
    message="The settings are not valid: {problems}",
    meaning="Each part of the message names a setting and says what is wrong. No request was sent.",
    action=(
        "Correct each setting that the message names. The next entries of this table explain the reasons. The "
        "message never shows values, because a value may be secret. `meltano config list tap-sage200` shows the "
        "settings as Meltano reads them."
    ),
)
NO_CLIENT_ID = Problem(
    message="client_id is missing: Sage sends you a client ID by e-mail after you request API credentials",
    meaning="The tap cannot request tokens without a client ID.",
    action="Set client_id, for example as TAP_SAGE200_CLIENT_ID in .env.",
)
NO_REFRESH_TOKEN = Problem(
    message="refresh_token is missing: set token_file, token_command or token_store, then run `sage200 login`",
    meaning="The settings have no refresh token, and none of token_file, token_command and token_store is set.",
    action=(
        "Set token_file, token_command or token_store. Then run `sage200 login`, or `meltano invoke "
        "tap-sage200:login` in a Meltano project."
    ),
)
NO_REDIRECT_URI = Problem(
    message="redirect_uri is missing: set it to the redirect URI that you gave Sage when you requested the client ID",
    meaning="`sage200 login` does not know which redirect URI Sage has registered for your client.",
    action="Set redirect_uri to exactly the address that you gave Sage.",
)
NO_TOKEN_FILE = Problem(
    message="token_file is missing: set it to a path for the refresh token, such as .secrets/tap-sage200.json",
    meaning="`sage200 login` has no place to store the refresh token.",
    action="Set token_file, token_command or token_store.",
)
WRONG_TYPE = Problem(
    message="{name} must be of type {types}",
    meaning=(
        "The value has another JSON type. Meltano passes on a null in an object of meltano.yml as an empty object."
    ),
    action=(
        "Correct the value. In a JSON file, numbers, true and false have no quotes. To leave out a column with a "
        "stream map, write `__NULL__`."
    ),
)
NOT_ONE_OF = Problem(
    message="{name} must be one of {values}",
    meaning="The setting accepts only the listed values.",
    action="Use one of them.",
)
NO_SUCH_PART = Problem(
    message="{name} is unknown. Known are {known}; the nearest is {nearest}",
    meaning="The setting has a part that the tap does not know.",
    action="Correct its name, or remove it.",
)
NOT_A_STEP = Problem(
    message="{name} must be a whole number above 0 with day, week, month or year, such as 7days, 2weeks or 1month",
    meaning="The text is no length of a step.",
    action="Write the step as the message says.",
)
TOO_SMALL = Problem(
    message="{name} must be at least {minimum}",
    meaning="The number is too small.",
    action="Use a larger number.",
)
TOO_LARGE = Problem(
    message="{name} must be at most {maximum}",
    meaning="The number is too large.",
    action="Use a smaller number.",
)
INCOMPLETE = Problem(
    message="{name} must have {parts}",
    meaning="An entry of the setting lacks a required property.",
    action="Add the properties that the message names.",
)
UNEXPECTED_PART = Problem(
    message="{name} has an unknown property",
    meaning="The setting, or one of its entries, has a property that the tap does not know.",
    action=(
        "Correct or remove the property. Each entry of companies has only site_id and company_id. batch_config has "
        "encoding (format, compression), storage (root, prefix, params) and batch_size."
    ),
)
EMPTY = Problem(
    message="{name} must not be empty",
    meaning=(
        "A part of the setting is an empty text or an empty object. Meltano passes on a null in an object of "
        "meltano.yml as an empty object."
    ),
    action="Write a text. To leave out a table or a column with a stream map, write `__NULL__`.",
)
ACTIVATE_VERSION = Problem(
    message="emit_activate_version_messages cannot be turned on: the loader could delete rows that no run reads again",
    meaning=(
        "An ACTIVATE_VERSION message tells the loader to delete all older rows of a table. The SDK sends it before the "
        "rows, for all companies at once, and also for tables that cannot be read."
    ),
    action="Remove the setting.",
)
FLATTENING_WITHOUT_DEPTH = Problem(
    message="flattening_enabled requires flattening_max_depth",
    meaning="The SDK needs a depth for flattening. The tables of Sage 200 have no nested columns, so nothing changes.",
    action="Set flattening_max_depth, or remove flattening_enabled.",
)
PARQUET_WITHOUT_PYARROW = Problem(
    message="batch_config.encoding.format is parquet, which requires the package pyarrow",
    meaning="The SDK writes Parquet files with pyarrow, and it is not installed.",
    action="Install pyarrow next to the tap, or use jsonl.",
)
STORAGE_UNUSABLE = Problem(
    message="batch_config.storage.root cannot be used: {reason}",
    meaning=(
        "The storage has an unknown kind of address, or requires a package that is not installed, or the folder cannot "
        "be written."
    ),
    action="Correct the address, install the package that the message names, or give the user write access.",
)
BATCHES_WITHOUT_MAPS = Problem(
    message="batch_config and stream_maps cannot be set together: batch files hold rows as they were before the maps",
    meaning="The SDK does not apply stream maps to batch files. Values that a map hides would be written.",
    action="Keep one of the two settings.",
)
NOT_FOR_A_HEADER = Problem(
    message="{name} contains a line break or another character that is not allowed in an HTTP header",
    meaning="The value was probably copied with a line break.",
    action="Copy the value again, without spaces and line breaks around it.",
)
BADLY_COPIED = Problem(
    message="{name} contains a blank, a line break, quotes or another character around or in it: copy only the value",
    meaning="The value was probably copied with other text, or in several lines.",
    action="Copy the value again: only the value, in one line, without quotes and without the word Bearer.",
)
NOT_TEXT = Problem(
    message="{name} contains a NUL character or half of a character (a lone surrogate): no text may have them",
    meaning=(
        "Files, commands, addresses and headers cannot have such characters. The value was probably written by a "
        "program in another encoding."
    ),
    action="Write the value again. In a JSON file, remove \\u0000, and \\ud800 to \\udfff without their other half.",
)
NO_HOME = Problem(
    message="{name} begins with ~ and a user whose home folder is not known",
    meaning="The name after ~ is no user of this machine, or this user has no home folder.",
    action="Correct the name of the user, or write the whole path.",
)
NOT_A_DATE = Problem(
    message="{name} must be a date or date-time, as in 2026-01-31 or 2026-01-31T00:00:00Z",
    meaning="The text is not a date.",
    action="Write the date in the form that the message shows.",
)
NOT_A_COMMAND = Problem(
    message="token_command must be a command line: not empty, and with all quotes closed",
    meaning="The command is empty, or a quote is not closed.",
    action="Correct the quotes in token_command.",
)
NOT_A_DATABASE = Problem(
    message=(
        "token_store must be the address of a PostgreSQL database, as in postgresql://user:password@host:5432/database"
    ),
    meaning=(
        "The tap keeps tokens only in PostgreSQL. Special characters in the user or the password must be "
        "percent-encoded: %40 for @, %2F for /, %3A for :, %25 for %."
    ),
    action="Correct the address. `psql` takes the same one.",
)
SEVERAL_TOKEN_STORES = Problem(
    message="{names} cannot be set together: set all but one of them to an empty string",
    meaning="More than one setting says where to store the token. One of the values may come from meltano.yml.",
    action="Keep the setting that you use, and set the others to an empty string.",
)
HALF_A_COMPANY = Problem(
    message="site_id and company_id belong together: set both or neither",
    meaning="Sage identifies a company by its site ID and its company ID.",
    action="Set both settings. To list both IDs of each company, first unset both, then run `sage200 companies`.",
)
SEVERAL_CHOICES = Problem(
    message="{names} cannot be set together: keep one of them",
    meaning="More than one setting chooses the companies to read.",
    action="Keep one choice: the pair site_id and company_id, or companies, or all_companies. Remove the others.",
)
END_BEFORE_START = Problem(
    message="end_date must be later than {name}",
    meaning="No row can be in this period.",
    action="Correct one of the two dates.",
)
STEP_WITHOUT_WINDOW = Problem(
    message="window_step requires start_date and end_date",
    meaning="The setting cuts the time between these two dates into steps.",
    action="Set start_date and end_date, or remove window_step.",
)
KEY_WITHOUT_CERTIFICATE = Problem(
    message="client_key requires client_certificate",
    meaning="A private key has no use without its certificate.",
    action="Set client_certificate, or remove client_key.",
)
BUNDLE_WITHOUT_CHECK = Problem(
    message="ca_bundle cannot be used while verify_ssl is false",
    meaning="The tap does not use ca_bundle when verify_ssl is false.",
    action="Remove verify_ssl to check certificates against ca_bundle.",
)
NOT_A_FILE = Problem(
    message="{name} is not a readable file",
    meaning="The path does not exist, or is a folder. A relative path starts at the current folder.",
    action="Correct the path. An absolute path works from every folder.",
)
NOT_HTTPS = Problem(
    message="{name} must begin with https://",
    meaning=(
        "The tap sends tokens only over TLS. Only an address on this machine, such as http://localhost, may begin "
        "with http://."
    ),
    action="Correct the address, or remove the setting to use the default.",
)
CREDENTIALS_IN_ADDRESS = Problem(
    message="{name} must not contain a user or a password",
    meaning="The tap signs in to Sage ID with the client ID and tokens only. An address is not a place for a secret.",
    action="Remove everything between :// and @. Credentials of a proxy belong into proxy_url.",
)
ADDRESS_WITH_MORE = Problem(
    message="{name} must end before # and ?",
    meaning=(
        "The tap adds the path of a table and a query to api_url, and a query to the addresses of Sage ID. They cannot "
        "follow a fragment (#), and api_url cannot have a query (?)."
    ),
    action="Remove # and what follows it; in api_url also ? and what follows it.",
)
UNSAFE_REDIRECT = Problem(
    message="redirect_uri must begin with https://, or with http://localhost or http://127.0.0.1",
    meaning="Sage ID would send the authorization code over an unencrypted connection.",
    action=(
        "Set redirect_uri to exactly the address that you gave Sage. If Sage has an http:// address on another "
        "machine, register a safe one with Sage."
    ),
)
NOT_A_PROXY = Problem(
    message="proxy_url must be an address, as in http://proxy.example:8080",
    meaning="The value has no scheme or no host.",
    action="Write the scheme (http://, https:// or socks5h://), then the host and the port.",
)
VARIABLE_OF_WRONG_TYPE = Problem(
    message="A setting from an environment variable has the wrong type. The log line above names the variable.",
    meaning=(
        "The variable must contain a number, a list or a boolean, and contains something else. If several log lines "
        "name variables, the last one is meant."
    ),
    action="Correct the environment variable in the last log line before the message.",
)
UNKNOWN_SETTING = Problem(
    message="Unknown setting {name}: it has no effect",
    meaning="The name is misspelled, or belongs to another version of the tap.",
    action="Correct the name, or remove the setting.",
    exit_code=0,
)
FILE_UNREADABLE = Problem(
    message="The file {file} cannot be read: {reason}. {action}",
    meaning="The file of --config, --catalog or --state does not exist, is a folder, or belongs to another user.",
    action="Correct the path, or give this user the right to read the file.",
)
JSON_FOR_PATH = Problem(
    message="The text after {option} is JSON, not the path of a file. {action}",
    meaning="The option takes a path. The message does not show the text, because it may contain a secret.",
    action="Write the text into a file that only this user can read, and name the file after the option.",
)
FILE_NOT_JSON = Problem(
    message="The file {file} cannot be read as JSON. {action}",
    meaning="The content of the file of --config is not valid JSON.",
    action="Check that the file contains valid JSON.",
)
FILE_WITHOUT_SETTINGS = Problem(
    message="The file {file} does not contain a JSON object. {action}",
    meaning="The file of --config is a JSON list, text or number.",
    action='Write the settings as a JSON object, as in {"client_id": "..."}.',
)
DOTENV_NOT_UTF8 = Problem(
    message="The file .env is not UTF-8. {action}",
    meaning="Some editors of Windows, and `>` in Windows PowerShell, save text in another encoding.",
    action="Save the file .env as UTF-8.",
)
VARIABLE_UNREADABLE = Problem(
    message="The value of {variable} is not valid: {name} must be of type {type}.",
    meaning=(
        "The variable comes from the environment, or from the file .env in the current folder. Its value has another "
        "type."
    ),
    action="Correct the value. Write lists and objects as JSON, and booleans as true or false.",
)
SEVERAL_COMPANIES = Problem(
    message="This user has access to several companies. {action} The companies are: {companies}",
    meaning="The settings do not say which of the listed companies to read.",
    action="To read one company, set site_id and company_id. To read several, set companies or all_companies.",
)
NO_COMPANY = Problem(
    message=(
        "Sage lists no company for this user. Either the user has no access to a company, or an on-premises server "
        "is not connected. {action}"
    ),
    meaning="Sage's list of sites is empty, or none of its rows names a company.",
    action=(
        "Ask the administrator of Sage 200 to give the user access to a company. On an on-premises server, check the "
        "Sage 200 API service."
    ),
)
SITE_WITHOUT_COMPANY = Problem(
    message="Row {number} of Sage's list of sites names no company, and the tap leaves it out",
    meaning="The row has no valid site_id or company_id. The tap reads the other companies.",
    action="If the company should be read, ask the administrator of Sage 200 to check it.",
    exit_code=0,
)
COMPANY_LISTED_AGAIN = Problem(
    message="Row {number} of Sage's list of sites names {company} again, and the tap leaves it out",
    meaning="The tap reads each company once.",
    action="Nothing.",
    exit_code=0,
)
NO_TABLE_SELECTED = Problem(
    message="No table is selected: a run would read nothing. {action}",
    meaning="The catalogue excludes all tables.",
    action="Select at least one table, for example with `meltano select tap-sage200 customers`.",
)
START_IN_FUTURE = Problem(
    message="start_date {start_date} is in the future: no row of a table with timestamps can be that new. {action}",
    meaning="Tables with timestamps return no rows. A run without any rows fails.",
    action="Correct start_date.",
)
