"""A line in the log for each request to Sage, for whoever asks for the level debug: never a token, never a body."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tap_sage200.api.request import Exchange

logger = logging.getLogger(__name__)


class RequestLog:
    """Logs every exchange, with its numbers as fields for a structured log."""

    def on_exchange(self, exchange: Exchange) -> None:
        """Log a line; what it takes to count the rows is spared where nobody reads it."""
        if not logger.isEnabledFor(logging.DEBUG):
            return
        rows, milliseconds = exchange.rows(), round(exchange.seconds * 1000)
        request, company = exchange.request, exchange.request.company
        logger.debug(
            "%s: %s: %s, %s rows, %d bytes, %d ms, attempt %d",
            request.where,
            request.page,
            exchange.status or "no answer",
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
