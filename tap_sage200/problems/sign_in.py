"""Sign-in with `sage200 login`."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

HOW_TO_SIGN_IN = "run `sage200 login`, or `meltano invoke tap-sage200:login` in a Meltano project."
SIGN_IN_AGAIN = f"Sign in again: {HOW_TO_SIGN_IN}"

NO_PORT = Problem(
    message="Cannot listen at {redirect_uri} ({reason}).",
    meaning="Another program uses this port, or this user may not use it. The sign-in goes on by copy and paste.",
    action="Paste the address as the next lines say. To avoid this, end the other program.",
    exit_code=0,
)
BROWSER_DID_NOT_RETURN = Problem(
    message="The browser did not come back within {seconds} seconds, and nothing has changed. {action}",
    meaning="The sign-in was not completed in time, or the browser is on another machine.",
    action=(
        "Run the login again when you are ready: with --no-browser if your browser is on another machine, or with a "
        "longer --timeout."
    ),
)
OTHER_STATE = Problem(
    message=(
        "The browser came back with the response to another sign-in: its state is not the one that was sent. The "
        "response was discarded. {action}"
    ),
    meaning="An older sign-in page was still open, or somebody else sent the link.",
    action="Run the login once more. Use only the address that it shows, and close older pages.",
)
NO_CODE = Problem(
    message="The browser came back from Sage ID without a code and without an error. {action}",
    meaning="The address that the browser came back to is incomplete.",
    action="Run the login once more.",
)
NOTHING_PASTED = Problem(
    message="Nothing was pasted. {action}",
    meaning="The line was empty.",
    action="Run the login once more.",
)
NO_CODE_PASTED = Problem(
    message="The pasted text has no code. {action}",
    meaning="The text is not the address where the browser ended after the sign-in.",
    action=(
        "Run the login once more. Paste the address of the page where the browser ended: it begins with redirect_uri "
        "and contains code=."
    ),
)
CONSENT_DENIED = Problem(
    message="Access was not allowed, says Sage ID ({says}). {action}",
    meaning="The person who signed in did not allow the client to access Sage 200.",
    action="Run the login once more. Sign in and allow access.",
)
SIGN_IN_REFUSED = Problem(
    message="Sage ID refuses the sign-in ({says}). {action}",
    meaning="Sage ID refuses the request, for the reason in brackets.",
    action=(
        "Check client_id, redirect_uri, scopes and audience. They must be what Sage mailed you, and what you told Sage."
    ),
)
CODE_REFUSED = Problem(
    message=(
        "Sage ID refuses the code (invalid_grant): it was used before, has expired, was not copied completely, or "
        "belongs to another sign-in. {action}"
    ),
    meaning="A code can be used once, and only for some minutes. Sage ID also refuses a redirect_uri it does not know.",
    action="Run the login once more. If it happens again, compare redirect_uri with what you told Sage.",
)
NO_REFRESH_TOKEN_GRANTED = Problem(
    message="Sage ID gave an access token that expires within hours, and no refresh token. {action}",
    meaning="The sign-in did not request a refresh token, or your client may not have one.",
    action="Add offline_access to scopes, or ask Sage for a client that may have it.",
)
UNUSED_SIGN_IN = Problem(
    message="access_token is set too, and runs would use only that. {action}",
    meaning="A bare access token takes precedence over the sign-in, and expires soon.",
    action="Remove access_token from the settings.",
    exit_code=0,
)
COMMAND_STOPPED = Problem(
    message="The command was stopped. {action}",
    meaning="Somebody stopped the command, for example with Ctrl-C, while it was waiting for Sage.",
    action="Run it again.",
)
