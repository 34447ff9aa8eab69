"""Print the commands to try after the demo."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tools.demo.report import heading, line

if TYPE_CHECKING:
    from tools.demo.meltano import Meltano
    from tools.demo.postgres import Postgres
    from tools.demo.sandbox import Sandbox

_QUERY = "SELECT reference, name, balance FROM sage200.customers ORDER BY reference LIMIT 5"
_CHANGED = (
    "SELECT document_no, promised_delivery_date, date_time_created, date_time_updated FROM sage200.sop_orders "
    "ORDER BY date_time_updated DESC, id LIMIT 8"
)


def use_running_servers(sage: Sandbox, database: Postgres, meltano: Meltano) -> None:
    """Print the commands for the servers that are still running."""
    heading("Next: look at the rows, in the database that is still running")
    line(f"{database.psql} -c '{_QUERY}'")
    heading("Let the company work for another day, and load the changes (a minute; it prints only warnings)")
    line(f"curl -sS -X POST -o /dev/null {sage.url}/_sandbox/companies/1/day-of-work")
    line(f"{shlex.join(meltano.command)} --log-level=warning run tap-sage200 target-postgres")
    line(f"{database.psql} -c '{_CHANGED}'  # run it before, too")
    heading("Read Sage without a loader")
    query = '.venv/bin/sage200 query sop_orders --columns document_no,total_net_value --order "id desc" --limit 5'
    line(f"(set -a; . {meltano.env_file}; {query})")
    heading("Stop the database and the sandbox")
    line("make demo-stop")


def keep_servers() -> None:
    """Print how to keep the database running next time."""
    heading("Next: look at the rows")
    line("make demo KEEP=1    # keeps the database running, and prints how to query it")


def connect_sage() -> None:
    """Print how to connect the user's own Sage."""
    heading("Then: your own Sage 200 (docs/connect.md)")
    line("cp .env.example .env                                          # fill it in")
    line(".venvs/meltano/bin/meltano invoke tap-sage200:login           # sign in, and list your companies")
    line(".venvs/meltano/bin/meltano invoke tap-sage200:check           # test settings, sign-in and access")
    line(".venvs/meltano/bin/meltano run tap-sage200 target-postgres    # load")
