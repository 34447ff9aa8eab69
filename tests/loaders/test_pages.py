"""The SQL of docs/migrate.md and the recipes of docs/personal-data.md, run by Meltano into a real PostgreSQL."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import yaml
from sage200_sandbox import Sandbox
from sage200_sandbox.sample_rows import nested_row, row

from tests.loaders.project import MELTANO, ROOT, Project
from tests.loaders.test_meltano import RUN, done, loading_into, put_catalog, set_in_meltano_yml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.demo.postgres import Postgres

SEED = "seed-of-a-test"
TABLES = ("sop_orders", "sop_order_line_views", "customer_emails", "suppliers", "supplier_banks", "banks")


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A Sage 200 with orders, lines, e-mail addresses, and bank accounts."""
    with Sandbox() as sandbox:
        company = sandbox.companies[0]
        company.replace("sop_orders", [row("sop_orders", key, total_net_value=key * 10) for key in (1, 2, 3)])
        lines = [row("sop_order_line_views", key, sop_order_id=1, sop_order_line_number=key) for key in (7, 8)]
        company.replace("sop_order_line_views", lines)
        company.replace("customer_emails", [row("customer_emails", 5, email="Office@Archer.example")])
        company.replace("suppliers", [row("suppliers", 4)])
        company.replace("supplier_banks", [nested_row("supplier_banks", 6, supplier_id=4, iban_number="GB00")])
        company.replace("banks", [row("banks", 9, iban="GB00", sort_code="00-00-00", code="MAIN")])
        yield sandbox


@pytest.fixture
def project(sage: Sandbox, database: Postgres, tmp_path: Path) -> Project:
    """A Meltano project that reads this Sage, and writes to the database."""
    if not (MELTANO.exists() and (ROOT / ".meltano" / "loaders" / "target-postgres").exists()):
        pytest.fail("Meltano and its plugins are not installed: make .meltano/.installed")
    own = {"token_file": str(tmp_path / "token.json")}
    settings = {f"TAP_SAGE200_{name.upper()}": value for name, value in (sage.settings() | own).items()}
    return loading_into(database, Project.make(tmp_path, "target-postgres", settings))


def blocks(page: str, language: str) -> list[str]:
    """Return the blocks of code of a page."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n([\s\S]+?)^```$", text, flags=re.MULTILINE)


def select_as_the_page_says(project: Project) -> None:
    """Select these tables in meltano.yml, and add what each `meltano select --exclude` of the page adds."""
    text = (ROOT / "docs" / "personal-data.md").read_text(encoding="utf-8")
    excluded = re.findall(r'^meltano select \S+ --exclude "?([\w*]+)"? "?([\w*]+)"?$', text, flags=re.MULTILINE)
    file = project.folder / "meltano.yml"
    content = yaml.safe_load(file.read_text())
    patterns = [f"{table}.*" for table in TABLES] + [f"!{table}.{column}" for table, column in excluded]
    content["plugins"]["extractors"][0]["select"] = patterns
    file.write_text(yaml.safe_dump(content))


def test_old_names_counts_and_hidden_columns_are_in_the_warehouse_as_the_pages_say(
    project: Project, database: Postgres
) -> None:
    recipe = yaml.safe_load(blocks("personal-data.md", "yaml")[0])
    set_in_meltano_yml(project, **recipe)
    select_as_the_page_says(project)
    project.settings["SAGE200_HASH_SEED"] = SEED
    done(project.meltano(*RUN, "tap-sage200", "target-postgres"))

    count, total, difference, names, lines = blocks("migrate.md", "sql")
    with psycopg.connect(database.url, autocommit=True) as connection:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query.encode()).fetchall()

        [(email,)] = rows("select email from sage200.customer_emails")
        assert email == sha256(f"{SEED}office@archer.example".encode()).hexdigest()
        loaded = "select table_name, column_name from information_schema.columns where table_schema = 'sage200'"
        columns = set(rows(loaded))
        assert ("banks", "code") in columns
        assert ("suppliers", "name") in columns
        hidden = columns & {("banks", "iban"), ("banks", "sort_code"), ("sop_orders", "document_created_by")}
        assert hidden == set()
        assert "supplier_banks" not in {table for table, _ in columns}

        connection.execute(names.encode())
        connection.execute(lines.replace('    sop_order_document_created_by as "DocumentCreatedBy",\n', "").encode())
        assert rows('select "Id", "TotalNetValue" from reports."SalesOrders" order by 1') == [(1, 10), (2, 20), (3, 30)]
        assert rows('select "SalesOrderId", "LineId", "LineNumber" from reports."SalesOrderLines" order by 2') == [
            (1, 7, 7),
            (1, 8, 8),
        ]
        connection.execute('create schema cdata; create table cdata."SalesOrders" as table reports."SalesOrders"')
        connection.execute('delete from cdata."SalesOrders" where "Id" = 3')
        assert rows(count) == [(2, 3)]
        assert rows(total) == [(30, 60)]
        assert rows(difference) == [(3, True, False)]


def test_without_a_seed_in_the_environment_no_address_reaches_the_warehouse(
    project: Project, database: Postgres
) -> None:
    set_in_meltano_yml(project, **yaml.safe_load(blocks("personal-data.md", "yaml")[0]))
    ended = project.meltano(*RUN, "tap-sage200", "target-postgres", _CATALOG=put_catalog(project, "customer_emails"))
    assert ended.returncode == 1
    assert "The row with the key 5 cannot be written" in ended.stderr
    with psycopg.connect(database.url) as connection:
        names = "select count(*) from information_schema.tables where table_name = 'customer_emails'"
        if connection.execute(names).fetchall() == [(1,)]:
            assert connection.execute("select * from sage200.customer_emails").fetchall() == []
