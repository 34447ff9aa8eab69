"""How large the fleet is."""

from __future__ import annotations

COMPANIES = 19
"""Companies with rows, two on each site but the last."""
REFUSED = 20
"""The company ID of one more company, on the third site. Sage lists it, and refuses it."""
SHARD_SIZE = 4
WORKERS = 2
TASKS_PER_WORKER = 2
SLOTS = WORKERS * TASKS_PER_WORKER
"""The slots of the pool: shards that load at the same time."""
CONCURRENCY = 2
"""Requests in flight of one run."""
ROWS = 500
"""The largest number of rows of a company in one table."""
PAGE_SIZE = 50
LATENCY = 0.2
"""Seconds that Sage takes for each response."""
TABLES = {
    "customers": "name",
    "nominal_codes": "name",
    "sop_orders": "customer_document_no",
    "sop_order_lines": "description",
    "nominal_transaction_enquiry_views": "reference",
}
"""The tables, each with a column of text that differs between companies."""
LONGEST = "nominal_transaction_enquiry_views"
"""The table with the most rows: `ROWS` in each company."""
