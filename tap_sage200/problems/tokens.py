"""Tokens."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem
from tap_sage200.problems.sign_in import HOW_TO_SIGN_IN, SIGN_IN_AGAIN

SIGN_IN_EXPIRES = Problem(
    message="The sign-in expires in {days} days, on {day}; the last sign-in was on {last}",
    meaning=(
        "Sage ID ends every sign-in after a fixed number of days. After that day, runs fail until somebody signs in "
        "again."
    ),
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
    message="The tap does not know when the sign-in expires, because the date of the sign-in is unknown",
    meaning="An older version of the tap stored the token without the date of the sign-in.",
    action=(
        "Nothing. The next run counts from the date on which it first sees the token, so the sign-in can expire before "
        "the day that later runs log. To know the day, sign in again."
    ),
    exit_code=0,
)
NOT_KEPT = Problem(
    message=(
        "Sage ID replaced the refresh token, and the tap has no place to store the new one. The new token is lost "
        "when this run ends, and the next run will require a new sign-in. {action}"
    ),
    meaning="A refresh token works once. This run works, but no setting says where to store the next one.",
    action=f"Set token_file to a path that is kept between runs, token_command or token_store. Then {HOW_TO_SIGN_IN}",
    exit_code=0,
)
NO_PLACE_FOR_NEXT = Problem(
    message=(
        "This command would use up the refresh token in the settings: Sage ID replaces it, and the tap has no place "
        "to store the next one. {action}"
    ),
    meaning="A refresh token works once, and none of token_file, token_command and token_store is set.",
    action="Set token_file, token_command or token_store first.",
)
NONE_STORED = Problem(
    message="There is no refresh token: not in the settings, and not in the token store. {action}",
    meaning="Nobody has signed in yet, or the token is stored in another place.",
    action=f"Check token_file, token_command, or token_store with sign_in_name. To get a token, {HOW_TO_SIGN_IN}",
    exit_code=3,
)
ACCESS_TOKEN_REFUSED = Problem(
    message="Sage refuses access_token, or this site and company. {action}",
    meaning=(
        "An access token expires within hours, and the tap cannot renew one from the settings. Or site_id or "
        "company_id is wrong."
    ),
    action=(
        "Set a new access_token. Or set client_id and refresh_token, and the tap renews the access token itself. "
        "Also check site_id and company_id."
    ),
)
ACCESS_TOKEN_ONLY = Problem(
    message="The tap uses access_token, does not know when it expires, and cannot renew it.",
    meaning="The setting access_token is meant for one short run.",
    action="For scheduled runs, run `sage200 login`, and remove access_token.",
    exit_code=0,
)
REFUSED = Problem(
    message=(
        "Sage ID refuses the refresh token (invalid_grant): it was used before, was revoked, or the sign-in is older "
        "than Sage allows. {action}"
    ),
    meaning=(
        "A person must sign in again. If the last sign-in is less than refresh_token_days old, another copy of the "
        "token was probably used. Keep each sign-in in one place only: one token file, or one row of a token store."
    ),
    action=SIGN_IN_AGAIN,
    exit_code=3,
)
REFUSED_EARLIER = Problem(
    message=("Sage ID refused the refresh token on {day}; runs work until the access token expires, at {until}"),
    meaning="An earlier run could not renew the access token. A person must sign in again.",
    action=SIGN_IN_AGAIN,
    exit_code=0,
)
REFUSED_AFTER_RETRY = Problem(
    message=(
        "Sage ID first responded with {cause}, and then refused the same refresh token. It may have replaced "
        "the token before its first response, and then the next token is lost. {refusal}"
    ),
    meaning=(
        "A status of 425 or 429 means that the request was not handled, so the tap repeated it. A gateway can also "
        "send this status in place of Sage ID's response."
    ),
    action=SIGN_IN_AGAIN,
    exit_code=3,
)
LOST_BY_EARLIER_RUN = Problem(
    message=(
        "The run at {time} sent this refresh token, but ended before it stored the next one: it was killed, lost its "
        "connection, or got a response without tokens. {refusal}"
    ),
    meaning="Sage ID replaced the token, and the earlier run did not receive or store the new one. It is lost.",
    action=(
        f"{SIGN_IN_AGAIN} If this happens again, find out why runs are killed (too little memory, or a short time "
        "limit), or which gateway responds in place of Sage ID."
    ),
    exit_code=3,
)
NOT_STORED = Problem(
    message="The new refresh token cannot be stored: {error}",
    meaning=(
        "Sage ID replaced the token, and then writing to the token store failed. The tap retries for two minutes."
    ),
    action="Correct the cause that the message names within two minutes. After that, the new token is lost.",
    exit_code=0,
)
LOST_BY_STORE = Problem(
    message="{error}. The new refresh token from Sage ID is lost. {action}",
    meaning="Writing to the token store worked before Sage ID replaced the token, and failed afterwards.",
    action=f"First correct the error at the beginning of the message. Then sign in again: {HOW_TO_SIGN_IN}",
    exit_code=3,
)
RESPONSE_LOST = Problem(
    message="The response of Sage ID was lost ({cause}), perhaps with the next refresh token. {action}",
    meaning=(
        "The connection broke while Sage ID replaced the token, or before. The tap notes that the token was sent, and "
        "does not send it again in this run."
    ),
    action=f"Run again. If Sage ID then refuses the token, sign in again: {HOW_TO_SIGN_IN}",
)
SENT_BY_ANOTHER_RUN = Problem(
    message=(
        "Another run sent this refresh token ({cause}) while this one waited for it, and stored no response: the next "
        "refresh token may be lost. {action}"
    ),
    meaning=(
        "Several runs needed a new token at the same time. The first one was killed, or got no response with tokens. "
        "The others do not send the same token again."
    ),
    action=f"Run again. If Sage ID then refuses the token, sign in again: {HOW_TO_SIGN_IN}",
)
ENDPOINT_UNAVAILABLE = Problem(
    message=(
        "Sage ID, or a gateway before it, responded with {cause}. The next refresh token may be lost: it is "
        "open whether Sage ID has replaced this one. {action}"
    ),
    meaning=(
        "The server or the gateway did not finish the request. The tap notes that the token was sent, and does not "
        "send it again in this run."
    ),
    action=f"Run again later. If Sage ID then refuses the token, sign in again: {HOW_TO_SIGN_IN}",
)
RESPONSE_WITHOUT_TOKENS = Problem(
    message=(
        "The token endpoint responded without tokens ({cause}). The next refresh token may be lost: it is open "
        "whether Sage ID has replaced this one. {action}"
    ),
    meaning=(
        "The response is not one of an OAuth server. A proxy, a gateway or a Wi-Fi sign-in page may have sent it, or "
        "token_url is wrong. The tap notes that the token was sent, and does not send it again in this run."
    ),
    action=(
        "Check token_url, and the proxies and gateways on the way. Then run again. If Sage ID then refuses the token, "
        f"sign in again: {HOW_TO_SIGN_IN}"
    ),
)
NO_ACCESS_TOKEN_GRANTED = Problem(
    message="Sage ID replaced the refresh token, but sent no access token. The new refresh token is stored. {action}",
    meaning="The response has a refresh token, and no access token that can be used.",
    action="Run again. If this happens again, check scopes and audience, and ask Sage.",
)
NEXT_TOKEN_UNREADABLE = Problem(
    message=(
        "Sage ID sent a refresh token that cannot be read. This run continues with the new access token. If Sage ID "
        "refuses the refresh token later, sign in again"
    ),
    meaning="The refresh token in the response is not a text, or has characters that no token has.",
    action=f"If a later run says that Sage ID refuses the refresh token, {HOW_TO_SIGN_IN}",
    exit_code=0,
)
ENDPOINT_BUSY = Problem(
    message="Sage ID responds with status {status}",
    meaning="Sage ID receives too many requests (429), or handles none yet (425). The tap retries.",
    action="Nothing, unless all retries fail.",
    exit_code=0,
)
NO_ACCESS_TOKEN = Problem(
    message="The tap could not get an access token: {cause}. {action}",
    meaning="All retries failed: Sage ID receives too many requests.",
    action="Run again later.",
)
CLIENT_REFUSED = Problem(
    message="Sage ID does not know this client ({reason}). {action}",
    meaning="The client ID or the client secret is wrong, or the two do not belong together.",
    action="Compare client_id and client_secret with the e-mail from Sage.",
)
CLIENT_WITHOUT_SECRET_REFUSED = Problem(
    message="Sage ID does not accept this client ({reason}), and client_secret is not set. {action}",
    meaning="Only a public (desktop) client has no secret. The client ID can also be wrong.",
    action=(
        "Compare client_id with the e-mail from Sage, and set client_secret. Without Meltano, `tap-sage200` reads "
        "TAP_SAGE200_CLIENT_SECRET only with `--config ENV`, beside other `--config` options."
    ),
)
NOT_GRANTED = Problem(
    message="Sage ID issued no token ({reason}). {action}",
    meaning="Sage ID refuses the request. The reason is in brackets.",
    action="Check token_url, client_id and client_secret.",
)
