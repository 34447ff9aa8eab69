"""The readers to measure: the tap and its peers, configured to read the same tables in the same way."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sage200_sandbox.facts import resource_called

from tools.bench.run import PROJECT, Reader
from tools.bench.server import COMPANY, SITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PAGE = 500
"""Page size, if all readers use the same."""
TAP = str(Path(sys.executable).with_name("tap-sage200"))
COMPANY_KEY = ("site_id", "company_id")
_ANY = "any"
"""An access token: the server accepts any."""


@dataclass(frozen=True)
class Readers:
    """Creates readers for the tables of a server."""

    api_url: str
    folder: Path
    """The folder for settings, catalogues and output."""
    _numbers: Iterator[int] = field(default_factory=count)

    @cached_property
    def catalog(self) -> dict[str, Any]:
        """The tap's own catalogue."""
        done = subprocess.run([TAP, "--discover"], capture_output=True, check=True)
        catalog: dict[str, Any] = json.loads(done.stdout)
        return catalog

    def tap(
        self, name: str, tables: Iterable[str], *, state: Mapping[str, Any] | None = None, **settings: object
    ) -> Reader:
        """The tap, with these settings."""
        return Reader(name, (TAP, *self._for_the_tap(tables, state, settings)))

    def stock(self, tables: Iterable[str], *, state: Mapping[str, Any] | None = None, page_size: int = PAGE) -> Reader:
        """A stock SDK tap."""
        schemas = str(self._schemas(tables))
        config = {"api_url": self.api_url, "access_token": _ANY, "schemas": schemas, "page_size": page_size}
        more = () if state is None else (f"--state={self.file(state)}",)
        return Reader(
            _in_pages("stock SDK tap", page_size), (*_own("stock_sdk_tap"), f"--config={self.file(config)}", *more)
        )

    def requests_loop(self, tables: Iterable[str]) -> Reader:
        """A simple loop with requests."""
        return Reader("bare requests loop", (*_own("requests_loop"), self.api_url, str(PAGE), *tables))

    def minimal(self, table: str, *, page_size: int = PAGE, name: str = "minimal tap") -> Reader:
        """The minimal tap."""
        columns = self.selected(table)
        as_sent = dict.fromkeys((*(name for name in resource_called(table).plain if name in columns), *columns))
        file = self.file({name: columns[name] for name in as_sent})
        return Reader(name, (*_own("minimal_tap"), self.api_url, str(file), str(page_size), table))

    def minimal_concurrent(self, table: str, rows: int, in_flight: int) -> Reader:
        """The minimal tap with several requests in flight."""
        columns = self.file(self.selected(table))
        arguments = (self.api_url, str(columns), str(PAGE), table, str(rows), str(in_flight))
        return Reader(f"minimal tap, {in_flight} in flight", (*_own("minimal_concurrent_tap"), *arguments))

    def fetch_only(self, tables: Iterable[str]) -> Reader:
        """A program that only fetches. It shows the speed of the server."""
        return Reader("fetch only", (*_own("fetch_only"), self.api_url, str(PAGE), *tables))

    def rest_api_msdk(self, tables: Iterable[str], *, page_size: int = PAGE) -> Reader:
        """The generic Singer tap."""
        schemas = self._schemas(tables)
        config = {
            "api_url": self.api_url,
            "headers": {"Authorization": f"Bearer {_ANY}"},
            "params": {"$orderby": "id asc"},
            "pagination_request_style": "simple_offset_paginator",
            "pagination_response_style": "offset",
            "pagination_page_size": page_size,
            "pagination_limit_per_page_param": "$top",
            "pagination_next_page_param": "$skip",
            "pagination_initial_offset": 0,
            "streams": [
                {"name": table, "path": f"/{table}", "primary_keys": ["id"], "schema": f"{schemas}/{table}.json"}
                for table in tables
            ],
        }
        program = str(PROJECT / ".venvs/peer-rest-api-msdk/bin/tap-rest-api-msdk")
        return Reader(_in_pages("tap-rest-api-msdk", page_size), (program, f"--config={self.file(config)}"))

    def dlt(self, tables: Iterable[str]) -> Reader:
        """The REST API source of dlt, with JSON lines files as destination."""
        folder = self._path("dlt")
        program = (str(PROJECT / ".venvs/peer-dlt/bin/python"), "-m", "tools.bench.peers.dlt_rest_api")
        return Reader("dlt rest_api", (*program, self.api_url, str(PAGE), str(folder), *tables), folder)

    def starting(self, empty: str) -> Reader:
        """The tap with all tables in the catalogue, and one selected, which is empty. It refuses to read nothing."""
        return self.tap("the tap, an empty table", [empty])

    def stock_with_nothing_selected(self) -> Reader:
        """A stock SDK tap with the same tables, and none selected."""
        stock = self.stock([entry["stream"] for entry in self.catalog["streams"]])
        catalog = self.file(self._selecting(set()))
        return Reader("stock SDK tap, nothing selected", (*stock.command, f"--catalog={catalog}"))

    def discovery(self) -> Reader:
        """The tap's discovery."""
        return Reader("tap-sage200 --discover", (TAP, "--discover"))

    def selected(self, table: str) -> dict[str, Any]:
        """Return the selected columns of a table, as JSON Schema: all that need no expansion."""
        schema = next(entry["schema"] for entry in self.catalog["streams"] if entry["stream"] == table)
        properties: dict[str, Any] = schema["properties"]
        return {name: properties[name] for name in properties if name in COMPANY_KEY or _is_plain(table, name)}

    def _for_the_tap(
        self, tables: Iterable[str], state: Mapping[str, Any] | None, settings: Mapping[str, object]
    ) -> tuple[str, ...]:
        company = {"site_id": SITE, "company_id": COMPANY}
        # The other readers read fixed lists in each run too.
        each_run = {"tables": {"*": {"every": "0s"}}}
        config = {"api_url": self.api_url, "access_token": _ANY, **company, **each_run, **settings}
        more = () if state is None else (f"--state={self.file(state)}",)
        return (f"--config={self.file(config)}", f"--catalog={self.file(self._selecting(set(tables)))}", *more)

    def _selecting(self, tables: set[str]) -> dict[str, Any]:
        catalog: dict[str, Any] = json.loads(json.dumps(self.catalog))
        for entry in catalog["streams"]:
            for item in entry["metadata"]:
                if not item["breadcrumb"]:
                    item["metadata"]["selected"] = entry["stream"] in tables
                elif not _is_plain(entry["stream"], item["breadcrumb"][-1]):
                    item["metadata"]["selected"] = False
        return catalog

    def _schemas(self, tables: Iterable[str]) -> Path:
        folder = self._path("schemas")
        folder.mkdir()
        for table in tables:
            columns = {name: column for name, column in self.selected(table).items() if name not in COMPANY_KEY}
            (folder / f"{table}.json").write_text(json.dumps({"type": "object", "properties": columns}))
        return folder

    def file(self, content: Mapping[str, Any]) -> Path:
        """Write settings, a catalogue or a state to a new file."""
        path = self._path("json")
        path.write_text(json.dumps(content))
        return path

    def _path(self, kind: str) -> Path:
        return self.folder / f"{next(self._numbers)}.{kind}"


def _is_plain(table: str, column: str) -> bool:
    """Return whether Sage sends a column without an expansion."""
    return column in resource_called(table).plain


def _in_pages(name: str, page_size: int) -> str:
    return name if page_size == PAGE else f"{name}, pages of {page_size:,}"


def _own(program: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"tools.bench.peers.{program}")
