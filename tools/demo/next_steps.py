"""Print the commands to try after the demo."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tools.demo.report import heading, line

if TYPE_CHECKING:
    from tools.demo.meltano import Meltano
    from tools.demo.postgres import Postgres
    from tools.demo.sandbox import Sandbox

_QUERY = "SELECT reference, name, balance FROM sage200.customers LIMIT 5"


def use_running_servers(sage: Sandbox, database: Postgres, meltano: Meltano) -> None:
    """Print the commands for the servers that are still running."""
    heading("The database and the sandbox are still running")
    line("Query the rows:")
    line(f"  {database.psql} -c '{_QUERY}'")
    line("Simulate another day of work, and load the changes:")
    line(f"  curl -X POST {sage.url}/_sandbox/companies/1/day-of-work")
    line(f"  {shlex.join(meltano.command)} run tap-sage200 target-postgres")
    line("Stop them:")
    line("  make demo-stop")


def keep_servers(database: Postgres) -> None:
    """Print how to keep the database running next time."""
    heading("Query the rows yourself")
    line("make demo KEEP=1 leaves the database running and prints a command like this one:")
    line(f"{database.psql} -c '{_QUERY}'")


def connect_sage() -> None:
    """Print how to connect the user's own Sage."""
    heading("Your own Sage 200")
    line("cp .env.example .env                                          then fill it in")
    line(".venvs/meltano/bin/meltano invoke tap-sage200:login           signs in, and lists your companies")
    line(".venvs/meltano/bin/meltano invoke tap-sage200:check           tests settings, sign-in and access")
    line(".venvs/meltano/bin/meltano run tap-sage200 target-postgres    loads the data")
