"""`make demo` and `make demo-stop`."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from tools.demo import next_steps, postgres, running_servers, sandbox
from tools.demo.errors import DemoError
from tools.demo.meltano import Meltano, write_env_file
from tools.demo.scenario import Scenario
from tools.demo.warehouse import Warehouse

if TYPE_CHECKING:
    from types import FrameType

    from tools.demo.postgres import Postgres
    from tools.demo.sandbox import Sandbox

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@click.group()
def cli() -> None:
    """Load a demo company into PostgreSQL, and stop the servers of an earlier demo."""


@cli.command()
@click.option("--keep", is_flag=True, help="Leave the database and the sandbox running.")
def run(*, keep: bool) -> None:
    """Load a demo company into PostgreSQL, twice, and compare every value."""
    for number in _SIGNALS:
        signal.signal(number, _interrupt)
    try:
        with running_servers.only_demo():
            if running_servers.stop():
                click.echo("Stopped the servers of an earlier demo.")
            _run_in(Path(tempfile.mkdtemp(prefix="sage200-demo-")), keep=keep)
    except KeyboardInterrupt:
        sys.exit("\nStopped. No process of the demo is left.")
    except DemoError as error:
        sys.exit(f"\n{error}")


@cli.command()
def stop() -> None:
    """Stop the servers that `make demo KEEP=1`, or a killed demo, left running."""
    try:
        with running_servers.only_demo():
            click.echo("Stopped." if running_servers.stop() else "No demo was running.")
    except DemoError as error:
        sys.exit(str(error))


def _run_in(folder: Path, *, keep: bool) -> None:
    """Run in this folder, which stays after an error, for its logs."""
    try:
        _run(folder, keep=keep)
    except DemoError as error:
        msg = f"{error}\n\nThe demo failed. Its logs are in {folder}. No process of the demo is left."
        raise DemoError(msg) from error
    except KeyboardInterrupt:
        shutil.rmtree(folder)
        raise
    except BaseException:
        click.echo(f"\nThe demo failed. Its logs are in {folder}. No process of the demo is left.", err=True)
        raise
    if not keep:
        shutil.rmtree(folder)


def _run(folder: Path, *, keep: bool) -> None:
    with ExitStack() as end:
        database_folder = Path(tempfile.mkdtemp(prefix="sage200-demo-postgres-"))
        end.callback(running_servers.forget)
        end.callback(shutil.rmtree, database_folder)
        sage = sandbox.start(folder / "sandbox.log")
        end.callback(sage.process.stop)
        running_servers.remember([sage.process], [folder, database_folder])
        database = postgres.start(database_folder)  # while the sandbox makes its company
        end.callback(database.process.stop)
        running_servers.remember([sage.process, database.process], [folder, database_folder])
        sage.wait()
        meltano = Meltano(folder / "demo.env", folder / "meltano.log")
        write_env_file(meltano.env_file, _settings(folder, sage, database))
        Scenario(sage, Warehouse(database.url), meltano).run()
        if keep:
            end.pop_all()
            next_steps.use_running_servers(sage, database, meltano)
        else:
            next_steps.keep_servers()
        next_steps.connect_sage()


def _settings(folder: Path, sage: Sandbox, database: Postgres) -> dict[str, object]:
    tap_settings = sage.about()["settings"] | {"token_file": folder / "token.json"}
    return {
        "MELTANO_DATABASE_URI": f"sqlite:///{folder}/meltano.db",
        "TARGET_POSTGRES_SQLALCHEMY_URL": database.url.replace("postgresql:", "postgresql+psycopg:"),
        **{f"TAP_SAGE200_{name.upper()}": value for name, value in tap_settings.items()},
    }


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """Stop at the first signal, and ignore further signals while stopping."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


cli()
