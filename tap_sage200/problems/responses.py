"""Responses of the Sage 200 API."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

BAD_REQUEST = Problem(
    message="Sage refuses the request (400) for {request}{says}. {action}",
    meaning="Sage does not understand a query of the tap.",
    action="Please report it with your version of Sage 200.",
)
LOGIN_REFUSED = Problem(
    message="Sage refuses a fresh access token (401){says}. {clock}{action}",
    meaning="Who signed in is not a user of Sage 200, or audience, edition and api_url do not belong together.",
    action=(
        "Sign in again as a user of Sage 200. Check edition, api_url and audience: each edition and region has its own."
    ),
)
COMPANY_REFUSED = Problem(
    message="Sage refuses {company} (401){says}. {clock}{action}",
    meaning=(
        "The company is wrong, or the user may not open it. `sage200 sites` lists the companies of the user. The other "
        "companies are read."
    ),
    action=("Check site_id and company_id, and that the user who signed in may open this company."),
)
CLOCK_SKEW = Problem(
    message="The clock of this machine is {minutes} minutes {direction} Sage's. {action}",
    meaning="A fresh token seems old, or not valid yet. Part of the two messages above.",
    action="Set it right first.",
)
FORBIDDEN = Problem(
    message="this user's role in Sage lacks it (403){says}",
    meaning="The role of the user does not include this table.",
    action="Ask the administrator of Sage 200 to widen the role, or deselect the table.",
)
NOT_FOUND = Problem(
    message="this version of Sage 200 does not have it (404){says}",
    meaning="The table is newer than this version of Sage 200, or is not in this edition.",
    action="Update Sage 200, or deselect the table. If every table is skipped, correct edition or api_url.",
)
NO_API = Problem(
    message="There is no Sage 200 API at {address} (404){says}. {action}",
    meaning="The URL belongs to another edition or region, or is misspelled. Without api_url, the edition decides it.",
    action="Check edition, professional or standard, and api_url.",
)
TOO_SLOW = Problem(
    message="Sage's server is too slow or cut off ({status}) for {request}{says}",
    meaning="The server, or a gateway before it, is too slow for this page size. The tap retries with a smaller page.",
    action="Nothing, if a retry succeeds. If it stays, lower page_size.",
    exit_code=0,
)
BUSY = Problem(
    message="Sage answered {status} to {request}{says}",
    meaning="Sage limits the rate of requests (429), or is out of order (408, 500, 503). The tap waits and retries.",
    action="Nothing, if a retry succeeds. If it happens in every run, lower concurrency or set requests_per_minute.",
    exit_code=0,
)
TIMEOUT = Problem(
    message="Sage did not respond in time to {request}",
    meaning="The response did not come within request_timeout. The tap retries with a smaller page.",
    action="Nothing, if a retry succeeds. If it stays, lower page_size or raise request_timeout.",
    exit_code=0,
)
BROKEN_OFF = Problem(
    message="Sage broke off its response to {request} ({error})",
    meaning="The connection broke before the response was complete. The tap retries with a smaller page.",
    action="Nothing, if a retry succeeds. If it stays, lower page_size, and check the network.",
    exit_code=0,
)
NO_ROWS = Problem(
    message="Sage answered 200 to {request}, but with something else than rows ({content_type})",
    meaning="A sign-in page, a proxy or a gateway may have responded instead of Sage. The tap retries.",
    action="A sign-in page, a proxy or a gateway may have responded instead of Sage: check proxy_url and api_url.",
    exit_code=0,
)
OTHER_STATUS = Problem(
    message="Sage refuses the request ({status}) for {request}{says}. {action}",
    meaning="The status is not one that Sage documents. A proxy may have sent the response.",
    action="Check api_url and the proxy.",
)
RETRY = Problem(
    message="{error}; retrying in {seconds} s (attempt {attempt} of {attempts})",
    meaning="A request failed for a reason that may pass.",
    action="Nothing, if a retry succeeds.",
    exit_code=0,
)
GAVE_UP = Problem(
    message="{error}, in up to {attempts} attempts. {advice}{action}",
    meaning="All retries failed. Sage is out of order or overloaded, or the network is.",
    action="The state is kept: run again later.",
)
FEWER_REQUESTS = Problem(
    message="Sage limits the rate: at most {requests} requests at once from now on; more only slowly",
    meaning="Sage answered 429 or 503. The tap sends fewer requests at the same time.",
    action="Nothing. If it happens in every run, lower concurrency or set requests_per_minute.",
    exit_code=0,
)
RATE_LEARNED = Problem(
    message="Sage accepts about {requests} requests a minute: the tap sends no more",
    meaning="Sage answered 429. The tap has measured how many requests Sage accepts.",
    action="Nothing.",
    exit_code=0,
)
SMALLER_PAGES = Problem(
    message="{table}: requesting {rows} rows a page from now on, because {reason}",
    meaning="The table is too slow for larger pages, or Sage returns no more rows at once.",
    action="Nothing.",
    exit_code=0,
)
