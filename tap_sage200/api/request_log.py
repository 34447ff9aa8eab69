"""Logs each request to Sage at level debug. A line never contains a token or a body."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tap_sage200.api.request import Exchange

logger = logging.getLogger(__name__)


def write(exchange: Exchange) -> None:
    """Log an exchange. Structured logs have its numbers as fields."""
    rows, milliseconds = exchange.rows(), round(exchange.seconds * 1000)
    request, company = exchange.request, exchange.request.company
    logger.debug(
        "%s: %s: %s, %s rows, %d bytes, %d ms, attempt %d",
        request.where,
        request.page,
        exchange.status or "no response",
        "no" if rows is None else rows,
        len(exchange.body),
        milliseconds,
        exchange.attempt,
        extra={
            "stream_name": request.table,
            "site_id": company.site_id if company else None,
            "company_id": company.company_id if company else None,
            "page": request.page,
            "status": exchange.status,
            "rows": rows,
            "bytes": len(exchange.body),
            "milliseconds": milliseconds,
            "attempt": exchange.attempt,
        },
    )
