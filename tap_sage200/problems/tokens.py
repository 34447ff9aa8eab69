"""Tokens."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem
from tap_sage200.problems.sign_in import HOW_TO_SIGN_IN, SIGN_IN_AGAIN

_TRY_BY_HAND = "Try the command by hand: docs/token-command.md says how."

SIGN_IN_EXPIRES = Problem(
    message="The sign-in expires in {days} days, on {day}; the last sign-in was on {last}",
    meaning="Sage ID ends every sign-in after a fixed number of days. Then no run works until somebody signs in again.",
    action=f"Before that day, {HOW_TO_SIGN_IN}",
    exit_code=0,
)
SIGN_IN_EXPIRED = Problem(
    message="The sign-in expired on {day}, and Sage ID may refuse it at any time; the last sign-in was on {last}",
    meaning="The sign-in is older than refresh_token_days. Runs still work until Sage ID refuses the token.",
    action=SIGN_IN_AGAIN,
    exit_code=0,
)
SIGN_IN_DATE_UNKNOWN = Problem(
    message="When the sign-in expires is unknown, because its date is unknown",
    meaning="An older version of the tap stored the token, without the date of the sign-in.",
    action="Nothing. The next run notes the date on which it first sees the token.",
    exit_code=0,
)
NOT_KEPT = Problem(
    message=(
        "Sage ID replaced the refresh token, and without token_file the new one is lost when this run ends: the next "
        "run will need a new sign-in. {action}"
    ),
    meaning="A refresh token can be used once. This run works, but there is no place to keep the next token.",
    action=f"Set token_file to a file that stays, or token_command. Then {HOW_TO_SIGN_IN}",
    exit_code=0,
)
NO_PLACE_FOR_NEXT = Problem(
    message=(
        "Sage ID replaces a refresh token when it is used, and there is no place for the next one: this command would "
        "use up the token that is set. {action}"
    ),
    meaning="A refresh token can be used once, and neither token_file nor token_command is set.",
    action="Set token_file or token_command first",
)
NONE_STORED = Problem(
    message="There is no refresh token: none is set, and none is stored yet. {action}",
    meaning="Nobody has signed in yet, or the token is stored in another place.",
    action=f"Check the path in token_file, or token_command. To get a token, {HOW_TO_SIGN_IN}",
    exit_code=3,
)
ACCESS_TOKEN_REFUSED = Problem(
    message="Sage refuses the access_token, or this site and company. {action}",
    meaning="A bare access token expires within hours, and cannot be renewed. Or the company is wrong.",
    action=(
        "Get a new access_token, or set client_id and refresh_token so that it renews itself; check site_id and "
        "company_id."
    ),
)
ACCESS_TOKEN_ONLY = Problem(
    message="access_token is used as it is: its expiry is unknown, and nothing can renew it.",
    meaning="A bare access token is for a short run.",
    action="For scheduled runs, use `sage200 login` and remove access_token.",
    exit_code=0,
)
REFUSED = Problem(
    message=(
        "Sage ID refuses the refresh token (invalid_grant): it was used before, was revoked, or the sign-in is older "
        "than Sage allows. {action}"
    ),
    meaning=(
        "A person must sign in again. If the last sign-in is less than 90 days old, a second copy of the token was "
        "probably used: one sign-in belongs in one token file."
    ),
    action=SIGN_IN_AGAIN,
    exit_code=3,
)
LOST_BY_EARLIER_RUN = Problem(
    message=(
        "The run of {time} had sent this refresh token, and ended before it could keep the next one: it was killed, or "
        "lost its connection. {refusal}"
    ),
    meaning="The run was killed while Sage ID replaced the token. The new token is lost.",
    action=f"{SIGN_IN_AGAIN} If it happens again, find out what kills runs: too little memory, or a short time limit.",
    exit_code=3,
)
NOT_STORED = Problem(
    message="The new refresh token cannot be stored: {error}",
    meaning="The store failed after Sage ID had replaced the token. The tap retries for two minutes.",
    action="Repair the store at once, as the message says.",
    exit_code=0,
)
LOST_BY_STORE = Problem(
    message="{error}. The refresh token that Sage ID has just given is lost. {action}",
    meaning="The store could be written before the token was replaced, and no longer afterwards.",
    action=f"First repair the store, as the beginning of the message says. Then sign in again: {HOW_TO_SIGN_IN}",
    exit_code=3,
)
RESPONSE_LOST = Problem(
    message=(
        "The response of Sage ID was lost ({error}), and with it perhaps the next refresh token. Run again. Only if "
        "Sage ID then refuses the token: {action}"
    ),
    meaning="The connection broke while Sage ID replaced the token.",
    action=SIGN_IN_AGAIN,
)
ENDPOINT_BUSY = Problem(
    message="Sage ID answers {status}",
    meaning="Sage ID is overloaded (429) or out of order (5xx). The tap retries.",
    action="Nothing, if a retry succeeds.",
    exit_code=0,
)
NO_ACCESS_TOKEN = Problem(
    message="There is no access token: {error}. {action}",
    meaning="All retries failed: Sage ID is out of order, or overloaded.",
    action="Run again later.",
)
CLIENT_REFUSED = Problem(
    message="Sage ID does not know this client ({reason}). {action}",
    meaning="Client ID and client secret are wrong, or do not belong together.",
    action="Check client_id and client_secret. They are in the mail from Sage.",
)
NOT_GRANTED = Problem(
    message="Sage ID gives no token ({reason}). {action}",
    meaning="Sage ID refuses, for the reason in brackets. If it is a status, a proxy may have sent the response.",
    action="Check token_url, client_id and client_secret.",
)
FILE_LOCKED = Problem(
    message="Another run has been holding {lock} for {seconds} seconds. {action}",
    meaning="A run that uses the same token does not end.",
    action="Wait until it ends, or end it, and run again.",
)
FILE_UNREADABLE = Problem(
    message="The token_file {file} cannot be read ({reason}). {action}",
    meaning="The user of the run may not read the file. The token was not used.",
    action="Give this user access to it.",
)
FILE_UNWRITABLE = Problem(
    message="The token_file {file} cannot be written ({reason}). {action}",
    meaning="The disk is full, or the user of the run may not write to the file and its folder.",
    action="Free space, or give this user access to the file and its folder.",
)
FILE_OF_SOMETHING_ELSE = Problem(
    message="The token_file {file} contains something else than a token of this tap. {action}",
    meaning="Another program wrote the file.",
    action=f"Restore it, or move it away. {SIGN_IN_AGAIN}",
    exit_code=3,
)
COMMAND_LOCKED = Problem(
    message="Another run has been holding the lock of token_command for {seconds} seconds. {action}",
    meaning="A run that uses the same token does not end.",
    action="Wait until it ends, or end it, and run again.",
)
COMMAND_PRINTED_SOMETHING_ELSE = Problem(
    message="`token_command load` printed something else than a token of this tap. {action}",
    meaning="Another program wrote the secret, or the command prints more than the secret.",
    action=f"Restore what was saved, or let it print nothing. {SIGN_IN_AGAIN}",
    exit_code=3,
)
COMMAND_KEEPS_NOTHING = Problem(
    message="`token_command save` succeeded, but `token_command load` prints nothing. {action}",
    meaning="The command does not keep what it reads from its standard input. The token was not used.",
    action=_TRY_BY_HAND,
)
COMMAND_FAILED = Problem(
    message="`token_command {operation}` failed: {error}. {action}",
    meaning="The command failed, for the reason that is given.",
    action=_TRY_BY_HAND,
)
COMMAND_NOT_STARTED = Problem(
    message="{program} cannot be started ({reason})",
    meaning="The program of token_command does not exist, or this user may not run it. Part of the message above.",
    action=_TRY_BY_HAND,
)
COMMAND_EXIT_CODE = Problem(
    message="exit code {status}: {says}",
    meaning="The command of token_command failed with this exit code and these last words.",
    action=_TRY_BY_HAND,
)
COMMAND_TOO_SLOW = Problem(
    message="it did not finish within {seconds} seconds",
    meaning="The command of token_command hangs, and was killed.",
    action=_TRY_BY_HAND,
)
