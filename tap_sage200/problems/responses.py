"""Responses of the Sage 200 API."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

BAD_REQUEST = Problem(
    message="Sage refuses the request {request} (400){says}. {action}",
    meaning="Sage does not accept a query of the tap.",
    action="Please report the message and your version of Sage 200.",
)
LOGIN_REFUSED = Problem(
    message="Sage 200 refuses the access token of this sign-in (401){says}. {clock}{action}",
    meaning=(
        "The person who signed in is not a user of Sage 200, or audience, edition and api_url do not belong together. "
        "A new token was refused too, in this run or in the ten minutes before it. Until they have passed, no run "
        "renews the token again."
    ),
    action=(
        "Sign in again as a user of Sage 200. Check edition, api_url and audience: each edition and region has its "
        "own values."
    ),
)
COMPANY_REFUSED = Problem(
    message="Sage refuses a request for {company} (401){says}. {clock}{action}",
    meaning=(
        "The company is wrong, or the user may not open it. `sage200 companies` lists the companies of the user. The "
        "other companies are read. If the run could read other tables of the company, Sage refuses only this table. If "
        "Sage refuses all companies, run `sage200 companies`: it shows whether Sage accepts the access token."
    ),
    action=("Check site_id and company_id, and that the user who signed in may open this company and this table."),
)
CLOCK_SKEW = Problem(
    message="The clock of this machine is {minutes} minutes {direction} the clock of Sage. {action}",
    meaning="With a wrong clock, a new token looks old, or not valid yet. This text is part of the two messages above.",
    action="Correct the clock first.",
)
FORBIDDEN = Problem(
    message="this user's role in Sage does not include the table (403){says}",
    meaning="The role of the user does not include this table.",
    action="Ask the administrator of Sage 200 to extend the role, or deselect the table.",
)
NOT_FOUND = Problem(
    message="this version of Sage 200 does not have the table (404){says}",
    meaning="The table is newer than this version of Sage 200, or is not in this edition.",
    action="Update Sage 200, or deselect the table. If the run skips every table, correct edition or api_url.",
)
NO_API = Problem(
    message="There is no Sage 200 API at {address} (404){says}. {action}",
    meaning=(
        "The URL belongs to another edition or region, or is misspelled. Without api_url, the edition decides the URL."
    ),
    action="Check edition (professional or standard) and api_url.",
)
TOO_SLOW = Problem(
    message="Sage's server is too slow or cannot be reached ({status}) for {request}{says}",
    meaning="The server, or a gateway before it, is too slow for this page size. The tap retries with a smaller page.",
    action="Nothing, unless all retries fail. If this happens in every run, lower page_size.",
    exit_code=0,
)
BUSY = Problem(
    message="Sage responded with status {status} to {request}{says}",
    meaning=(
        "Sage limits the rate of requests (429), or is not available (408, 500, 503). The tap waits and retries. After "
        "a 503 it requests a smaller page."
    ),
    action=(
        "Nothing, unless all retries fail. If this happens in every run, lower concurrency or set requests_per_minute."
    ),
    exit_code=0,
)
TIMEOUT = Problem(
    message="Sage did not respond in time to {request}",
    meaning="The response did not come within request_timeout. The tap retries with a smaller page.",
    action="Nothing, unless all retries fail. If this happens in every run, lower page_size or raise request_timeout.",
    exit_code=0,
)
BROKEN_OFF = Problem(
    message="The response of Sage to {request} is incomplete ({error})",
    meaning="The connection ended before the response was complete. The tap retries with a smaller page.",
    action="Nothing, unless all retries fail. If this happens in every run, lower page_size, and check the network.",
    exit_code=0,
)
TOO_LARGE = Problem(
    message="The response of Sage to {request} has more than {megabytes} MiB",
    meaning="The tap reads no more of a response, to limit its memory. It retries with a smaller page.",
    action="Nothing, unless all retries fail. If this happens in every run, lower page_size.",
    exit_code=0,
)
NO_ROWS = Problem(
    message="Sage responded with status {status} to {request}, but the response is not a list of rows ({content_type})",
    meaning="The response probably does not come from the API. The tap retries.",
    action="Check proxy_url and api_url: a sign-in page, a proxy or a gateway may have responded instead of Sage.",
    exit_code=0,
)
OTHER_STATUS = Problem(
    message="Sage refuses the request {request} ({status}){says}. {action}",
    meaning="Sage does not document this status. A proxy may have sent the response.",
    action="Check api_url and the proxy.",
)
RETRY = Problem(
    message="{error}; retrying in {seconds} s (attempt {attempt} of {attempts})",
    meaning="A request failed, and a retry can help.",
    action="Nothing, unless all retries fail.",
    exit_code=0,
)
GAVE_UP = Problem(
    message="{error}; every attempt of {attempts} failed. {advice}{action}",
    meaning=(
        "All retries failed. Sage or the network is overloaded or not available. If Sage responds to other requests "
        "meanwhile, the tap makes fewer attempts."
    ),
    action="Run again later. The next run continues from the state.",
)
ASKED_TO_WAIT = Problem(
    message=(
        "{error}; Sage asks to wait for {seconds} s, and the tap waits at most {longest} s for a request. "
        "{advice}{action}"
    ),
    meaning="The response has a `Retry-After` header, and the wait is too long for a run.",
    action="Run again later. The next run continues from the state.",
)
FEWER_REQUESTS = Problem(
    message=("Sage is busy: the tap now sends at most {requests} requests at a time, and raises this number slowly"),
    meaning=("Sage responded with 429, 502, 503 or 504, or not in time. The tap sends fewer requests at a time."),
    action="Nothing. If it happens in every run, lower concurrency or set requests_per_minute.",
    exit_code=0,
)
RATE_LEARNED = Problem(
    message="Sage accepts about {requests} requests per minute: the tap now sends at most this many",
    meaning="Sage responded with 429. The tap has measured how many requests Sage accepts.",
    action="Nothing.",
    exit_code=0,
)
SMALLER_PAGES = Problem(
    message="{table}: the tap now requests {rows} rows per page, because {reason}",
    meaning="The table is too slow for larger pages, or Sage limits the rows per response.",
    action="Nothing.",
    exit_code=0,
)
