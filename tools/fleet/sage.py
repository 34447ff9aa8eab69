"""A process that serves the companies of the fleet: `python -m tools.fleet.sage PORT`."""

from __future__ import annotations

import sys
from threading import Event

from sage200_sandbox import Demo, Fault, Sandbox

from tools.fleet.size import COMPANIES, LATENCY, REFUSED, ROWS, TABLES


def companies() -> Sandbox:
    """Return a Sage with the companies, which have the rows of the demo company and texts of their own.

    Making a demo company takes seconds, so all have a copy of one.
    """
    demo = Sandbox(Demo())
    rows = {table: demo.companies[0].rows(table)[:ROWS] for table in TABLES}
    demo.stop()
    sage = Sandbox(companies=COMPANIES, port=int(sys.argv[1]))
    for company in sage.companies:
        for table, marker in TABLES.items():
            company.replace(table, [row | {marker: f"{row[marker]} ({company.number})"} for row in rows[table]])
    listed = sage.directory.rows("sites")
    refused = listed[4] | {"company_id": REFUSED, "company_name": "Refused company"}
    sage.directory.replace("sites", [*listed, refused])
    sage.fault(Fault("latency", times=None, seconds=LATENCY))
    return sage


if __name__ == "__main__":
    with companies():
        Event().wait()
