"""Sign-in with `sage200 login`."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

HOW_TO_SIGN_IN = "run `sage200 login`, or `meltano invoke tap-sage200:login` in a Meltano project."
SIGN_IN_AGAIN = f"Sign in again: {HOW_TO_SIGN_IN}"

NO_PORT = Problem(
    message="Cannot listen at {redirect_uri} ({reason}).",
    meaning="Another program uses this port, or this user may not use the port. The login continues by copy and paste.",
    action=(
        "Follow the next lines: copy the address from the browser and paste it. To avoid this next time, stop the "
        "other program first."
    ),
    exit_code=0,
)
BROWSER_DID_NOT_RETURN = Problem(
    message="The sign-in did not finish within {seconds} seconds, and nothing has changed. {action}",
    meaning="Nobody finished the sign-in in time, or the browser is on another machine.",
    action=(
        "Run the login again. Use --no-browser if the browser is on another machine. Use a longer --timeout if you "
        "need more time."
    ),
)
OTHER_SIGN_INS_RETURNED = Problem(
    message=(
        "The sign-in did not finish within {seconds} seconds, and nothing has changed. Meanwhile a browser returned "
        "from another sign-in: the state parameter did not match. {action}"
    ),
    meaning="An older sign-in page was still open, or somebody else sent the link. The tap answered it and waited.",
    action="Run the login again. Open only the address that the login shows, and close older sign-in pages.",
)
OTHER_STATE = Problem(
    message=(
        "The browser returned a response that belongs to another sign-in: its state parameter does not match. The "
        "tap discarded the response. {action}"
    ),
    meaning="An older sign-in page was still open, or somebody else sent the link.",
    action="Run the login again. Open only the address that the login shows, and close older sign-in pages.",
)
CODE_RESPONSE_LOST = Problem(
    message=(
        "Sage ID's response to the authorization code has no tokens, or was lost ({cause}), and nothing was stored. "
        "{action}"
    ),
    meaning=(
        "The connection broke, or a gateway responded in place of Sage ID. An authorization code works once, so the "
        "tap does not send it again."
    ),
    action="Run the login again. If this happens again, check token_url, and the proxies and gateways on the way.",
)
NO_CODE = Problem(
    message="Sage ID sent the browser back without an authorization code and without an error. {action}",
    meaning="The address that the browser requested is incomplete.",
    action="Run the login again.",
)
NOTHING_PASTED = Problem(
    message="Nothing was pasted. {action}",
    meaning="The line was empty.",
    action="Run the login again. Paste the address before you press Enter.",
)
NO_CODE_PASTED = Problem(
    message="The pasted text has no authorization code. {action}",
    meaning="The text is not the address that the browser shows after the sign-in.",
    action=(
        "Run the login again. After the sign-in, paste the whole address from the browser's address bar: it begins "
        "with redirect_uri and contains code=."
    ),
)
NOT_A_CODE = Problem(
    message="The authorization code has characters that no code has. {action}",
    meaning="The code was not copied cleanly, or the text is something else.",
    action="Run the login again. Copy the whole address from the browser's address bar, and nothing else.",
)
CONSENT_DENIED = Problem(
    message="Sage ID reports that access was denied ({says}). {action}",
    meaning="The person who signed in did not allow the client to access Sage 200.",
    action="Run the login again. Sign in and allow access.",
)
SIGN_IN_REFUSED = Problem(
    message="Sage ID refuses the sign-in ({says}). {action}",
    meaning="Sage ID refuses the request. The reason is in brackets.",
    action=(
        "Compare client_id with the e-mail from Sage, and redirect_uri with the address that you gave Sage. Also "
        "check scopes and audience."
    ),
)
CODE_REFUSED = Problem(
    message=(
        "Sage ID refuses the authorization code (invalid_grant): it was used before, has expired, was not copied "
        "completely, or belongs to another sign-in. {action}"
    ),
    meaning=(
        "An authorization code works once, and only for some minutes. Sage ID also refuses a redirect_uri that it "
        "does not know."
    ),
    action="Run the login again. If this happens again, compare redirect_uri with the address that you gave Sage.",
)
NO_REFRESH_TOKEN_GRANTED = Problem(
    message="Sage ID returned an access token, which expires within hours, but no refresh token. {action}",
    meaning="The sign-in did not request a refresh token, or Sage does not allow refresh tokens for your client.",
    action="Add offline_access to scopes, or ask Sage to allow refresh tokens for your client.",
)
UNUSED_SIGN_IN = Problem(
    message="access_token is also set, and runs would use it instead of the new sign-in. {action}",
    meaning="An access token in the settings takes precedence over the sign-in, and expires soon.",
    action="Remove access_token from the settings.",
    exit_code=0,
)
COMMAND_STOPPED = Problem(
    message="The command was stopped. {action}",
    meaning="Somebody stopped the command, for example with Ctrl-C, while it was waiting for Sage.",
    action="Run the command again.",
)
