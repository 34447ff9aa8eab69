"""The endpoints of the REST API. They enforce the rules in Sage's documentation."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from sage200_sandbox.api import reads
from sage200_sandbox.api.paths import parent_paths
from sage200_sandbox.errors import BadRequestError, NotFoundError, RefusedError
from sage200_sandbox.facts import resources, standard_resources
from sage200_sandbox.faults import STATUSES, Effects
from sage200_sandbox.server.request_log import LoggedRequest
from sage200_sandbox.server.responses import UNAUTHORIZED, PlainResponse, failure, refusal, respond

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox.api.paths import ParentPath
    from sage200_sandbox.facts import Resource
    from sage200_sandbox.sandbox import Sandbox
    from sage200_sandbox.store import Store

_SITES = "sites"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_EDITIONS = {"sage200extra": resources, "sage200": standard_resources}


@dataclass(frozen=True, slots=True)
class _Target:
    """The table or row in the path of a request.

    Attributes:
        table: The first part of the path, or the resource of rows by parent.
        row_id: The second part of the path; empty for a collection.
        known: The resources of the edition.
        parents: The resources by parent that have this path.
    """

    table: str
    row_id: str
    known: Mapping[str, Resource]
    parents: Sequence[ParentPath] = ()


def _target(path: str, known: Mapping[str, Resource]) -> _Target:
    parents = parent_paths(path, known)
    if parents:
        return _Target(parents[0].resource.name, "", known, parents)
    table, _, row_id = path.partition("/")
    return _Target(table, row_id, known)


def api(sage: Sandbox) -> Blueprint:
    """Return the endpoints below `accounts/v1/`, for Professional and for Standard."""
    blueprint = Blueprint("api", __name__)

    @blueprint.route("/uk/<any(sage200extra, sage200):edition>/accounts/v1/<path:path>", methods=_METHODS)
    def table(edition: str, path: str) -> Response:
        return _respond(sage, _target(path, _EDITIONS[edition]()))

    return blueprint


def _respond(sage: Sandbox, target: _Target) -> Response:
    logged = _logged(target.table)
    company = sage.company(logged.site_id, logged.company_id)
    store = sage.directory if target.table == _SITES else company.store if company else None
    if store is None or not _is_signed_in(sage):
        return respond(sage, logged, UNAUTHORIZED, None)
    top = logged.query.get("$top", "")
    rows = int(top) if top.isdecimal() else sage.default_top
    effects = sage.faults.take("api", target.table, rows, logged.query.get("$expand", "").split(","))
    sage.pause(effects.delay)
    response = _plain_response(sage, target, store, effects)
    page_was_read = response.status == HTTPStatus.OK and effects.failure is None and not target.row_id
    if company is not None and page_was_read:
        sage.page_actions.page_was_read(target.table, company)
    return respond(sage, logged, response, effects.failure)


def _logged(table: str) -> LoggedRequest:
    """Return the log entry of the request before its response."""
    company_id = request.headers.get("X-Company", "")
    return LoggedRequest(
        method=request.method,
        path=request.path,
        table=table,
        query=request.args.to_dict(),
        site_id=request.headers.get("X-Site"),
        company_id=int(company_id) if company_id.isdecimal() else None,
        status=0,
        rows=0,
    )


def _is_signed_in(sage: Sandbox) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and sage.tokens.allows(token, sage.now())


def _plain_response(sage: Sandbox, target: _Target, store: Store, effects: Effects) -> PlainResponse:
    if effects.failure is not None and effects.failure.kind in STATUSES:
        return failure(effects.failure)
    try:
        resource = _checked(target, sage.closed)
        pairs = list(request.args.items(multi=True))
        if target.parents:
            return _of_parent(target.parents, pairs, store, sage)
        if target.row_id:
            return reads.row(target.row_id, pairs, resource, store)
        if resource.kind == "singleton":
            return reads.singleton(pairs, resource, store)
        return reads.collection(pairs, resource, store, sage.page_sizes, effects.misreadings)
    except RefusedError as error:
        return refusal(error.status, str(error))


def _of_parent(
    parents: Sequence[ParentPath], pairs: Sequence[tuple[str, str]], store: Store, sage: Sandbox
) -> PlainResponse:
    """Return the rows of the first resource that has rows for this parent."""
    responses = (reads.rows_of_parent(one, pairs, store, sage.page_sizes) for one in parents)
    first = next(responses)
    return first if first.rows else next((response for response in responses if response.rows), first)


def _checked(target: _Target, closed: Mapping[str, int]) -> Resource:
    if target.table in closed:
        status = HTTPStatus(closed[target.table])
        raise RefusedError(status, status.phrase)
    resource = target.known.get(target.table)
    has_address = target.parents or (resource and resource.kind in {"collection", "singleton"})
    if resource is None or not has_address or request.method != "GET":
        raise NotFoundError
    if b"+" in request.query_string:
        msg = "A raw + in the query: write a space as %20."
        raise BadRequestError(msg)
    return resource
