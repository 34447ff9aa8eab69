"""The tables over HTTP, as strict as Sage is documented to be."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from sage200_sandbox.answers import UNAUTHORIZED, Answer, failure, refusal, sent
from sage200_sandbox.errors import BadRequestError, NotFoundError, RefusedError
from sage200_sandbox.facts import resources, standard_resources
from sage200_sandbox.faults import STATUSES, Mishap
from sage200_sandbox.journal import Asked
from sage200_sandbox.paths import place
from sage200_sandbox.tables import collection, row, rows_of_parent, singleton

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox.companies import Company
    from sage200_sandbox.facts import Resource
    from sage200_sandbox.paths import Place
    from sage200_sandbox.sandbox import Sandbox
    from sage200_sandbox.store import Store

_SITES = "sites"
_VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_EDITIONS = {"sage200extra": resources, "sage200": standard_resources}


@dataclass(frozen=True, slots=True)
class _Question:
    """A request for a table.

    Attributes:
        table: The first part of the path, or the resource that gives rows by parent there.
        rest: What comes after it: nothing for a collection, an id for one row.
        known: The tables of the edition that is asked.
        place: The rows of one parent, where the path means these.
    """

    table: str
    rest: str
    known: Mapping[str, Resource]
    place: Sequence[Place] = ()

    def asked(self) -> Asked:
        """What the journal says of it as long as there is no answer."""
        company_id = request.headers.get("X-Company", "")
        return Asked(
            method=request.method,
            path=request.path,
            table=self.table,
            query=request.args.to_dict(),
            site_id=request.headers.get("X-Site"),
            company_id=int(company_id) if company_id.isdecimal() else None,
            status=0,
            rows=0,
        )


def _question(path: str, known: Mapping[str, Resource]) -> _Question:
    places = place(path, known)
    if places:
        return _Question(places[0].resource.name, "", known, places)
    name, _, rest = path.partition("/")
    return _Question(name, rest, known)


def api(sage: Sandbox) -> Blueprint:
    """The addresses below `accounts/v1/`, for Professional and for Standard."""
    blueprint = Blueprint("api", __name__)

    @blueprint.route("/uk/<any(sage200extra, sage200):edition>/accounts/v1/<path:path>", methods=_VERBS)
    def table(edition: str, path: str) -> Response:
        return _respond(sage, _question(path, _EDITIONS[edition]()))

    return blueprint


def _respond(sage: Sandbox, question: _Question) -> Response:
    asked = question.asked()
    company = sage.company(asked.site_id, asked.company_id)
    source = sage.directory if question.table == _SITES else company
    if source is None or not _is_signed_in(sage):
        return sent(UNAUTHORIZED, None, asked, sage.journal, sage.pause)
    top = asked.query.get("$top", "")
    rows = int(top) if top.isdecimal() else sage.default_top
    mishap = sage.faults.take("api", question.table, rows, asked.query.get("$expand", "").split(","))
    sage.pause(mishap.delay)
    answer = _answer(sage, question, source, mishap)
    page_was_read = answer.status == HTTPStatus.OK and mishap.ending is None and not question.rest
    if company is not None and page_was_read:
        sage.turns.turn(question.table, company)
    return sent(answer, mishap.ending, asked, sage.journal, sage.pause)


def _is_signed_in(sage: Sandbox) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and sage.desk.allows(token, sage.now())


def _answer(sage: Sandbox, question: _Question, source: Company | Store, mishap: Mishap) -> Answer:
    if mishap.ending is not None and mishap.ending.kind in STATUSES:
        return failure(mishap.ending)
    try:
        resource = _checked(question, sage.closed)
        pairs = list(request.args.items(multi=True))
        if question.place:
            return _of_parent(question.place, pairs, source, sage)
        if question.rest:
            return row(question.rest, pairs, resource, source)
        if resource.kind == "singleton":
            return singleton(pairs, resource, source)
        return collection(pairs, resource, source, sage.page_sizes, mishap.readings)
    except RefusedError as error:
        return refusal(error.status, str(error))


def _of_parent(
    places: Sequence[Place], pairs: Sequence[tuple[str, str]], source: Company | Store, sage: Sandbox
) -> Answer:
    """The rows of the first table that has any for this parent."""
    answers = (rows_of_parent(one, pairs, source, sage.page_sizes) for one in places)
    answer = next(answers)
    return next((later for later in answers if later.rows), answer) if not answer.rows else answer


def _checked(question: _Question, closed: Mapping[str, int]) -> Resource:
    if question.table in closed:
        status = HTTPStatus(closed[question.table])
        raise RefusedError(status, status.phrase)
    resource = question.known.get(question.table)
    at_home = question.place or (resource and resource.kind in {"collection", "singleton"})
    if resource is None or not at_home or request.method != "GET":
        raise NotFoundError
    if b"+" in request.query_string:
        msg = "A raw + in the query: a space is %20."
        raise BadRequestError(msg)
    return resource
