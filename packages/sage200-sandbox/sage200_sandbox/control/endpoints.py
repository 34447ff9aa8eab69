"""The endpoints of the control path."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request

from sage200_sandbox import wire
from sage200_sandbox.control import changes
from sage200_sandbox.facts import resources
from sage200_sandbox.faults import Fault
from sage200_sandbox.server.responses import JSON, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sage200_sandbox.companies import Company
    from sage200_sandbox.rows import Change
    from sage200_sandbox.sandbox import Sandbox

PATH = "/_sandbox"
_DONE = "", 204


def control(sage: Sandbox) -> Blueprint:
    """Return the endpoints below `/_sandbox/`. They need no token: other machines cannot connect."""
    views = _Views(sage)
    blueprint = Blueprint("control", __name__, url_prefix=PATH)
    blueprint.register_error_handler(LookupError, _refused)
    blueprint.register_error_handler(ValueError, _refused)
    for method, path, view in (
        ("GET", "/", views.overview),
        ("GET", "/companies/<int:number>/tables/<table>", views.rows),
        ("POST", "/companies/<int:number>/changes", views.change),
        ("POST", "/companies/<int:number>/day-of-work", views.day_of_work),
        ("POST", "/faults", views.add_fault),
        ("DELETE", "/faults", _done(sage.clear_faults)),
        ("POST", "/between-pages", views.between_pages),
        ("GET", "/requests", views.requests),
        ("GET", "/requests/at-once", views.requests_at_once),
        ("DELETE", "/requests", _done(sage.forget_requests)),
        ("POST", "/tokens/expire", _done(sage.expire_access_tokens)),
        ("POST", "/tokens/revoke", _done(sage.revoke)),
        ("POST", "/tokens/sign-in", views.sign_in),
    ):
        blueprint.add_url_rule(path, endpoint=f"{method} {path}", view_func=view, methods=[method])
    return blueprint


def _done(action: Callable[[], None]) -> Callable[[], tuple[str, int]]:
    """Return a view that runs an action and has no content."""

    def view() -> tuple[str, int]:
        action()
        return _DONE

    return view


class _Views:
    """One method for each endpoint."""

    def __init__(self, sage: Sandbox) -> None:
        self._sage = sage

    def overview(self) -> Response:
        sage = self._sage
        tables = [name for name in resources() if name != "sites"]
        return jsonify(
            url=sage.url,
            api_url=sage.api_url,
            standard_api_url=sage.standard_api_url,
            authorize_url=sage.authorize_url,
            settings=sage.settings(),
            companies=[
                {
                    "number": company.number,
                    "name": company.name,
                    "site_id": company.site_id,
                    "company_id": company.company_id,
                    "tables": {table: company.count(table) for table in tables},
                }
                for company in sage.companies
            ],
        )

    def rows(self, number: int, table: str) -> Response:
        return _array(wire.record(row) for row in self._company(number).rows(table))

    def change(self, number: int) -> Response:
        company = self._company(number)
        after = [company.change(change) for change in _changes(_body())]
        return _array(wire.NULL if row is None else wire.record(row) for row in after)

    def day_of_work(self, number: int) -> Response:
        return _array(changes.written(change) for change in self._company(number).day_of_work())

    def add_fault(self) -> tuple[str, int]:
        try:
            fault = Fault(**json.loads(request.get_data()))
        except TypeError as error:
            raise ValueError(*error.args) from error
        self._sage.fault(fault)
        return _DONE

    def between_pages(self) -> tuple[str, int]:
        match _body():
            case {"table": str(table), "page": int(page), "changes": given}:
                self._sage.between_pages(table, page=page, do=_changes(given))
                return _DONE
        msg = 'Between pages needs {"table", "page", "changes"}.'
        raise ValueError(msg)

    def requests(self) -> Response:
        return jsonify([asdict(logged) for logged in self._sage.requests])

    def requests_at_once(self) -> Response:
        return jsonify(most=self._sage.most_requests_at_once)

    def sign_in(self) -> Response:
        return jsonify(refresh_token=self._sage.new_refresh_token())

    def _company(self, number: int) -> Company:
        if not 0 < number <= len(self._sage.companies):
            msg = f"There is no company {number}: companies are numbered from 1 to {len(self._sage.companies)}."
            raise LookupError(msg)
        return self._sage.companies[number - 1]


def _refused(error: Exception) -> tuple[str, int, dict[str, str]]:
    response = refusal(400, str(error))
    return response.body, response.status, {"Content-Type": response.content_type}


def _body() -> object:
    return json.loads(request.get_data(), parse_float=Decimal)


def _changes(given: object) -> list[Change]:
    match given:
        case list():
            return [changes.read(change) for change in given]
    msg = "Changes are a list."
    raise ValueError(msg)


def _array(texts: Iterable[str]) -> Response:
    return Response("[" + ",".join(texts) + "]", content_type=JSON)
