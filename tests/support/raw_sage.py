"""A Sage 200 that sends rows byte by byte as a test writes them, over HTTP."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tests.support.json_server import SITE, JsonServer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class RawSage(JsonServer):
    """Serves rows in the order of their `id`, after the last one that the request names."""

    def __init__(self) -> None:
        """Begin without rows."""
        self.rows: dict[tuple[int, str], list[str]] = {}
        """The rows of a company and a path, each as JSON."""
        self.fields: Mapping[int, Sequence[str]] = {}
        """The fields that a `$select` may name, by company; without an entry, any field."""
        self.wraps = False
        """Whether lists come in a wrapper."""
        self.requests: list[tuple[int, str, dict[str, str]]] = []
        """The company, the path and the options of each request."""

    def settings(self, *companies: int) -> dict[str, Any]:
        """Return settings of the tap for these companies."""
        return {
            "access_token": "access-token-of-a-test",
            "api_url": self.url,
            "companies": [{"site_id": SITE, "company_id": company} for company in companies or (1,)],
        }

    def answer(self, company: int, path: str, options: dict[str, str]) -> tuple[int, bytes]:
        """Answer a request."""
        self.requests.append((company, path, options))
        selected = options.get("$select", "").split(",") if "$select" in options else []
        if company in self.fields and not {*selected} <= {*self.fields[company]}:
            return HTTPStatus.BAD_REQUEST, b'{"Message": "There is no such field."}'
        limit = re.search(r"\bid (g[te]) (\d+)", options.get("$filter", ""))
        least = int(limit[2]) + (limit[1] == "gt") if limit else 0
        rows = [row for row in self.rows.get((company, path), ()) if _id(row) >= least]
        rows.sort(key=_id, reverse=options.get("$orderby", "").endswith("desc"))
        if selected:
            rows = [
                json.dumps({name: part for name, part in json.loads(row).items() if name in selected}) for row in rows
            ]
        skip = int(options.get("$skip", 0))
        body = ",\n".join(rows[skip : skip + int(options.get("$top", 500))])
        return HTTPStatus.OK, (f'{{"value": [{body}]}}' if self.wraps else f"[{body}]").encode(
            "utf-8", "surrogateescape"
        )


def _id(row: str) -> int:
    found = re.search(r'"id": *(\d+)', row)
    return int(found[1]) if found else 0
