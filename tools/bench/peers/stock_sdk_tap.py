"""A tap from the SDK's template and guide, with the SDK's stream class, paginator, writer and conversions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.authenticators import BearerTokenAuthenticator
from singer_sdk.pagination import BaseOffsetPaginator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from singer_sdk.helpers.types import Context

TIMESTAMP = "date_time_updated"


class StockStream(RESTStream[int]):
    """A table."""

    primary_keys = ("id",)

    def __init__(self, tap: Tap, schema: Path) -> None:
        """Create a stream from a schema file."""
        super().__init__(tap, name=schema.stem, schema=json.loads(schema.read_text()), path=f"/{schema.stem}")
        if TIMESTAMP in self.schema["properties"]:
            self.replication_key = TIMESTAMP

    @property
    def url_base(self) -> str:
        """The address of the API."""
        url: str = self.config["api_url"]
        return url

    @property
    def authenticator(self) -> BearerTokenAuthenticator:
        """The token."""
        return BearerTokenAuthenticator(token=self.config["access_token"])

    def get_new_paginator(self) -> BaseOffsetPaginator:
        """Continue until a page is empty."""
        return BaseOffsetPaginator(start_value=0, page_size=self.config["page_size"])

    def get_url_params(self, context: Context | None, next_page_token: int | None) -> dict[str, Any]:
        """Return the parameters of a page request."""
        page = {"$top": self.config["page_size"], "$skip": next_page_token or 0, "$orderby": "id asc"}
        since = self.get_starting_replication_key_value(context)
        return page if since is None else page | {"$filter": f"{TIMESTAMP} ge {since}"}


class StockTap(Tap):
    """A stock tap."""

    name = "tap-stock"
    config_jsonschema = th.PropertiesList(
        th.Property("api_url", th.StringType, required=True),
        th.Property("access_token", th.StringType, required=True, secret=True),
        th.Property("page_size", th.IntegerType, required=True),
        th.Property("schemas", th.StringType, required=True, description="A folder of schemas, named after tables."),
    ).to_dict()

    def discover_streams(self) -> Sequence[StockStream]:
        """Create one stream per schema."""
        return [StockStream(self, schema) for schema in sorted(Path(self.config["schemas"]).glob("*.json"))]


if __name__ == "__main__":
    StockTap.cli()
