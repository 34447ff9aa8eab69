"""Settings."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

INVALID = Problem(
    message="The settings are not valid: {problems}",
    meaning="Each part of the message names a setting and says what is wrong. No request was sent.",
    action=(
        "Correct each setting that is named; the next entries explain them. The message never shows values, because "
        "they may be secret. `meltano config list tap-sage200` shows which settings Meltano sees."
    ),
)
NO_CLIENT_ID = Problem(
    message="client_id is missing: Sage mails it to you on request",
    meaning="The tap cannot request tokens without a client ID.",
    action="Set client_id, for example as TAP_SAGE200_CLIENT_ID in .env.",
)
NO_REFRESH_TOKEN = Problem(
    message="refresh_token is missing: it comes from a person's sign-in to Sage ID",
    meaning="There is no refresh token, and no token_file or token_command that could have one.",
    action="Set token_file or token_command, then run `sage200 login`.",
)
NO_REDIRECT_URI = Problem(
    message="redirect_uri is missing: it is the one that you gave Sage when you requested the client ID",
    meaning="`sage200 login` does not know which redirect URI Sage has registered for your client.",
    action="Set redirect_uri to exactly the address that you gave Sage.",
)
NO_TOKEN_FILE = Problem(
    message="token_file is missing: it is where the sign-in is kept, such as .secrets/tap-sage200.json",
    meaning="`sage200 login` has no place to keep the refresh token.",
    action="Set token_file or token_command.",
)
WRONG_TYPE = Problem(
    message="{name} must be of type {types}",
    meaning="The value has another JSON type.",
    action="Correct the value. In a JSON file, numbers, true and false have no quotes.",
)
NOT_ONE_OF = Problem(
    message="{name} must be one of {values}",
    meaning="The setting accepts only the listed values.",
    action="Use one of them.",
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
    meaning="An entry of the setting is incomplete.",
    action="Add the parts that are named.",
)
UNEXPECTED_PART = Problem(
    message="{name} has something that does not belong there",
    meaning="An entry of the setting has a part that the tap does not know.",
    action="Remove it. Each entry of companies has only site_id and company_id.",
)
NOT_FOR_A_HEADER = Problem(
    message="{name} contains a line break or another character that is not allowed in an HTTP header",
    meaning="The value was probably copied with a line break.",
    action="Copy the value again, without spaces and line breaks around it.",
)
NOT_A_DATE = Problem(
    message="{name} must be a date or date-time, as in 2026-01-31 or 2026-01-31T00:00:00Z",
    meaning="The text is not a date.",
    action="Write the date in the form that the message shows.",
)
NOT_A_COMMAND = Problem(
    message="token_command must be a command with its arguments, as a shell would read it",
    meaning="The command is empty, or a quote is not closed.",
    action="Correct the quotes in token_command.",
)
TWO_TOKEN_STORES = Problem(
    message="token_file and token_command exclude each other: set one of them, and the other to an empty text",
    meaning="Both settings have a value, perhaps one of them in meltano.yml.",
    action="Set one of them to an empty text.",
)
HALF_A_COMPANY = Problem(
    message="site_id and company_id belong together: set both or none",
    meaning="A company is identified by both.",
    action="Set the other one too. `sage200 sites` lists both.",
)
SEVERAL_CHOICES = Problem(
    message="{names} exclude each other: set one of them",
    meaning="The companies to read are set in several ways.",
    action="Use site_id with company_id, companies, or all_companies, and remove the others.",
)
END_BEFORE_START = Problem(
    message="end_date must be later than start_date",
    meaning="No row can be in this period.",
    action="Correct one of the two dates.",
)
KEY_WITHOUT_CERTIFICATE = Problem(
    message="client_key needs client_certificate",
    meaning="A private key has no use without its certificate.",
    action="Set client_certificate, or remove client_key.",
)
BUNDLE_WITHOUT_CHECK = Problem(
    message="ca_bundle and verify_ssl exclude each other: a bundle is for checking",
    meaning="The tap does not use ca_bundle when verify_ssl is false.",
    action="Remove verify_ssl.",
)
NOT_A_FILE = Problem(
    message="{name} is not a readable file",
    meaning="The path does not exist, is a folder, or is relative to another folder than the current one.",
    action="Use an absolute path.",
)
NOT_HTTPS = Problem(
    message="{name} must begin with https://",
    meaning="The tap sends tokens only over TLS. Only addresses of the same machine may begin with http://.",
    action="Correct the address, or remove the setting to use the default.",
)
UNSAFE_REDIRECT = Problem(
    message="redirect_uri must begin with https://, or with http://localhost or http://127.0.0.1",
    meaning="Sage ID would send the authorization code over a connection that others can read.",
    action="Set redirect_uri to exactly the address that you gave Sage.",
)
NOT_A_PROXY = Problem(
    message="proxy_url must be an address, as in http://proxy.example:8080",
    meaning="The value has no scheme or no host.",
    action="Write it as http://, https:// or socks5h://, then host and port.",
)
VARIABLE_OF_WRONG_TYPE = Problem(
    message="A setting from an environment variable has the wrong type. The log line above names the last one read.",
    meaning="A number, a list, or true or false could not be read.",
    action="Correct the environment variable that the log line above names last.",
)
UNKNOWN_SETTING = Problem(
    message="There is no setting {name}: it has no effect",
    meaning="The name is misspelled, or belongs to another version of the tap.",
    action="Correct the name, or remove the setting.",
    exit_code=0,
)
FILE_NOT_JSON = Problem(
    message="The file {file} cannot be read as JSON. {action}",
    meaning="The file of --config is not readable, or is not JSON.",
    action="Correct the file.",
)
FILE_WITHOUT_SETTINGS = Problem(
    message="The file {file} contains JSON, but not an object with settings. {action}",
    meaning="The file of --config is a JSON list, text or number.",
    action='Write the settings as a JSON object, as in {"client_id": "..."}.',
)
VARIABLE_UNREADABLE = Problem(
    message="The variable {variable} cannot be read: {name} must be of type {type}.",
    meaning="The environment, or the file .env in the current folder, has a value of another type.",
    action="Correct the variable. Lists are written as JSON; booleans are true or false.",
)
CATALOG_INVALID = Problem(
    message="The catalogue is not what --discover writes: it has no list of streams. {action}",
    meaning="The file of --catalog is not a Singer catalogue.",
    action="Write it again: `tap-sage200 --discover`, or `meltano run --refresh-catalog ...`.",
)
CATALOG_UNREADABLE = Problem(
    message="The catalogue {catalog} cannot be read. {action}",
    meaning="The file of `sage200 check --catalog` does not exist, or is not a Singer catalogue.",
    action=(
        "Write it again: tap-sage200 --discover > catalog.json, or, in a Meltano project, meltano invoke "
        "tap-sage200:check without options"
    ),
)
SEVERAL_COMPANIES = Problem(
    message="This user sees several companies. {action}: {companies}",
    meaning="The settings do not say which of the listed companies to read.",
    action="Set site_id and company_id, companies, or all_companies",
)
NO_COMPANY = Problem(
    message=(
        "Sage lists no company for this user. Either the user has access to none, or an on-premises server is not "
        "connected. {action}"
    ),
    meaning="Sage's list of sites is empty.",
    action=(
        "Ask the administrator of Sage 200 to give the user a company. Check the Sage 200 API service on an "
        "on-premises server."
    ),
)
NO_TABLE_SELECTED = Problem(
    message="No table is selected: a run would read nothing. {action}",
    meaning="The catalogue excludes all tables.",
    action="Select at least one, for example with `meltano select tap-sage200 customers`.",
)
