"""What a person can do after the demo."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tools.demo.report import heading, line

if TYPE_CHECKING:
    from tools.demo.meltano import Meltano
    from tools.demo.postgres import Postgres
    from tools.demo.sandbox import Sandbox

_QUERY = "SELECT reference, name, balance FROM sage200.customers LIMIT 5"


def look_again(sage: Sandbox, database: Postgres, meltano: Meltano) -> None:
    """Say how to go on with what was left running."""
    heading("The database and the sandbox are still running")
    line("Look at the rows:")
    line(f"  {database.psql} -c '{_QUERY}'")
    line("Let another day pass, and load it:")
    line(f"  curl -X POST {sage.url}/_sandbox/companies/1/day-of-work")
    line(f"  {shlex.join(meltano.command)} run tap-sage200 target-postgres")
    line("Stop them:")
    line("  make demo-stop")


def keep_next_time(database: Postgres) -> None:
    """Say how to look at the rows, which are gone now."""
    heading("Look at the rows yourself")
    line("make demo KEEP=1    leaves the database running and prints the command for it, as it was this time:")
    line(f"{database.psql} -c '{_QUERY}'")


def your_own_sage() -> None:
    """Say how to get from the demo to one's own Sage."""
    heading("Your own Sage 200")
    line("cp .env.example .env                                          and fill it in")
    line(".venvs/meltano/bin/meltano config test tap-sage200            can it sign in and read?")
    line(".venvs/meltano/bin/meltano run tap-sage200 target-postgres    load it")
