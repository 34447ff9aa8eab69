"""`sage200 query`: rows of a table on standard output."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.sample_rows import customers, nested_row, row

from tests.support.commanding import sage200
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
BALANCES = [Decimal(text) for text in ("10.50", "-3.00", "10.50", "0.00", "7000.25", "10.50", "-3.00", "12.00")]


@pytest.fixture
def config(config: Config, sage: Sandbox) -> Config:
    """The settings of somebody who is signed in and reads the first company, which has eight customers."""
    rows = customers(len(BALANCES))
    for number, (one, balance) in enumerate(zip(rows, BALANCES, strict=True), 1):
        one |= {"reference": f"C{number}", "name": f"Name {number % 3}", "balance": balance}
    company = sage.companies[0]
    company.replace("customers", rows)
    return config | {
        "refresh_token": sage.new_refresh_token(),
        "site_id": company.site_id,
        "company_id": company.company_id,
    }


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def shown(config: Config, *arguments: str, column: str = "id") -> list[str]:
    """Run a query of customers, and return one column."""
    result = sage200("query", "customers", *arguments, config=config)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return [line[column] for line in csv_rows(result.stdout)]


def test_a_pipe_gets_csv_of_all_rows_with_every_digit(config: Config) -> None:
    result = sage200("query", "customers", "--columns", "reference, balance,last_follow_up_date,on_hold", config=config)
    assert result.exit_code == 0, result.output
    head, *lines = result.stdout_bytes.decode().split("\r\n")
    assert head == "reference,balance,last_follow_up_date,on_hold"
    assert lines == [*(f"C{number},{balance},," for number, balance in enumerate(BALANCES, 1)), ""]


def test_csv_is_quoted_as_rfc_4180_says(config: Config, sage: Sandbox) -> None:
    name = 'A "large", old\r\nfirm\tof Ltd; ź'
    sage.companies[0].replace("customers", customers(1, name=name, reference=" x "))
    result = sage200("query", "customers", "--columns", "id,name,reference", config=config)
    assert result.stdout_bytes.decode() == 'id,name,reference\r\n1,"A ""large"", old\r\nfirm\tof Ltd; ź", x \r\n'


def test_json_has_the_records_of_a_run(config: Config) -> None:
    result = sage200("query", "customers", "--format", "json", config=config)
    rows = [json.loads(line, parse_float=Decimal) for line in result.stdout.splitlines()]
    assert rows == run_tap(config | {"refresh_token": None}, "customers").records("customers")
    assert '"balance":-3.00,' in result.stdout
    assert '"last_follow_up_date":null' in result.stdout


def test_amounts_are_numbers_whatever_loaders_get(config: Config) -> None:
    arguments = ("query", "customers", "--format=json", "--columns=balance", "--limit=1")
    result = sage200(*arguments, config=config | {"decimals": "singer.decimal"})
    assert result.stdout == '{"balance":10.50}\n'


def test_columns_come_in_the_order_of_the_option(config: Config) -> None:
    result = sage200("query", "customers", "--columns=name,site_id,id", "--format=json", "--limit=1", config=config)
    assert result.stdout == f'{{"name":"Name 1","site_id":"{config["site_id"]}","id":1}}\n'


def test_only_these_columns_are_requested(config: Config, sage: Sandbox) -> None:
    shown(config, "--columns", "id,name", "--order", "balance", "--limit", "3")
    [request] = [one for one in sage.requests if one.table == "customers"]
    assert request.query["$select"] == "id,name,balance"
    assert (request.query["$top"], request.query["$orderby"]) == ("3", "balance asc,id asc")


def test_a_condition_narrows_the_rows(config: Config, sage: Sandbox) -> None:
    assert shown(config, "--where", "balance gt 10 or name eq 'Name 0'") == ["1", "3", "5", "6", "8"]
    assert sage.requests[-1].query["$filter"].startswith("(balance gt 10 or name eq 'Name 0')")


@pytest.mark.parametrize("page_size", [2, 3, 5000])
@pytest.mark.parametrize(
    "order", ["balance desc", "name, balance desc", "balance,id desc", "name desc , reference DESC", "id", "id desc"]
)
def test_an_order_is_total_over_all_pages(config: Config, order: str, page_size: int) -> None:
    rows: list[dict[str, Any]] = [
        {"id": number, "reference": f"C{number}", "name": f"Name {number % 3}", "balance": balance}
        for number, balance in enumerate(BALANCES, 1)
    ]
    for part in reversed(order.split(",")):
        name, *direction = part.split()
        rows.sort(key=lambda one: one[name], reverse=direction in (["desc"], ["DESC"]))
    expected = [str(one["id"]) for one in rows]
    assert shown(config | {"page_size": page_size}, "--order", order) == expected
    assert shown(config | {"page_size": page_size}, "--order", order, "--skip", "3", "--limit", "4") == expected[3:7]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--limit", "3"], "123"),
        (["--limit", "all"], "12345678"),
        (["--limit", "0"], "12345678"),
        (["--skip", "6"], "78"),
        (["--skip", "8"], ""),
        (["--skip", "100", "--limit", "2"], ""),
        (["--skip", "2", "--limit", "3"], "345"),
        (["--limit", "8"], "12345678"),
        (["--limit", "900000000"], "12345678"),
    ],
)
@pytest.mark.parametrize("page_size", [1, 2, 5000])
def test_limit_and_skip_choose_rows(config: Config, options: list[str], expected: str, page_size: int) -> None:
    assert shown(config | {"page_size": page_size}, *options) == list(expected)


def test_a_limit_of_one_page_takes_one_request(config: Config, sage: Sandbox) -> None:
    shown(config, "--limit", "8")
    assert len([one for one in sage.requests if one.table == "customers"]) == 1


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], "8"),
        (["--where", "balance lt 0"], "2"),
        (["--where", "balance lt -100"], "0"),
        (["--order", "balance desc", "--columns", "name", "--format", "json"], "8"),
        (["--skip", "3"], "5"),
        (["--limit", "2"], "2"),
    ],
)
def test_count_is_the_number_of_rows(config: Config, sage: Sandbox, options: list[str], expected: str) -> None:
    result = sage200("query", "customers", "--count", *options, config=config | {"page_size": 3})
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{expected}\n", "")
    assert {one.query["$select"] for one in sage.requests if one.table == "customers"} <= {"id", "id,balance"}


def test_a_table_without_rows_has_a_heading_and_nothing_else(config: Config, sage: Sandbox) -> None:
    sage.companies[0].replace("customers", [])
    assert sage200("query", "customers", "--columns=id,name", config=config).stdout_bytes == b"id,name\r\n"
    assert sage200("query", "customers", "--columns=id,name", "--format=json", config=config).stdout == ""
    table = sage200("query", "customers", "--columns=id,name", "--format=table", config=config)
    assert (table.stdout, table.stderr) == ("", "There are no rows.\n")


def test_a_table_is_aligned_and_says_where_it_ends(config: Config, sage: Sandbox) -> None:
    rows = customers(30, name="Łódź 株式会社", balance=Decimal("-1.50"))
    rows[0]["name"] = "x" * 100
    sage.companies[0].replace("customers", rows)
    result = sage200("query", "customers", "--columns=id,name,balance,reference", "--format=table", config=config)
    lines = result.stdout.splitlines()
    assert lines[:3] == [
        f"id  name{' ' * 56}  balance  reference",
        f" 1  {'x' * 57}...    -1.50",
        f" 2  Łódź 株式会社{' ' * 47}    -1.50",
    ]
    assert len(lines) == 21
    assert result.stderr == "These are the first 20 rows. --limit shows more, and --limit all shows all.\n"


def test_nested_rows_are_read_with_their_resource(config: Config, sage: Sandbox) -> None:
    company = sage.companies[0]
    company.replace("sop_orders", [row("sop_orders", number) for number in (1, 2, 3)])
    places = {11: 1, 12: 1, 13: 3}
    company.replace(
        "sop_order_lines", [nested_row("sop_order_lines", line, sop_order_id=order) for line, order in places.items()]
    )

    def ids(*options: str) -> list[str]:
        result = sage200("query", "sop_order_lines", "--columns=sop_order_id,id", *options, config=config)
        assert result.exit_code == 0, result.output
        return [f"{line['sop_order_id']}/{line['id']}" for line in csv_rows(result.stdout)]

    assert ids() == ["1/11", "1/12", "3/13"]
    assert ids("--skip", "1") == ["1/12", "3/13"]
    assert ids("--skip", "1", "--limit", "1") == ["1/12"]
    assert sage200("query", "sop_order_lines", "--count", config=config).stdout == "3\n"


def test_few_nested_rows_take_few_requests(config: Config, sage: Sandbox) -> None:
    figures, products = "product_sales_figures", range(1, 60)
    sage.companies[0].replace("products", [row("products", number) for number in products])
    sage.companies[0].replace(figures, [nested_row(figures, 0, product_id=number) for number in products])
    result = sage200("query", figures, "--columns=product_id", "--limit=3", config=config)
    assert result.stdout.split() == ["product_id", "1", "2", "3"]
    assert len(sage.requests) <= 5


def test_a_table_that_belongs_to_no_company_needs_none(config: Config, sage: Sandbox) -> None:
    several = {name: value for name, value in config.items() if name not in {"site_id", "company_id"}}
    result = sage200("query", "sites", "--columns=company_id", "--skip=1", config=several)
    assert result.stdout.split() == ["company_id", str(sage.companies[0].company_id)]


def test_no_state_is_used_and_none_is_written(config: Config) -> None:
    assert shown(config | {"start_date": "2099-01-01"}) == list("12345678")
    incremental = {"tables": {"customers": {"replication": "incremental", "start_date": "2099-01-01"}}}
    assert shown(config | incremental) == list("12345678")


def test_the_condition_of_the_settings_applies_too_and_is_told(config: Config) -> None:
    narrow = config | {"tables": {"customers": {"where": "balance gt 0", "page_size": 2}}}
    result = sage200("query", "customers", "--columns=id", "--where", "name eq 'Name 0' or id eq 1", config=narrow)
    assert result.stdout.split() == ["id", "1", "3", "6"]
    assert result.stderr == "The condition of the settings applies too: balance gt 0\n"


TABLE_LESS = "There is no table custmers. Similar names: customers, users, customer_views"
WRONG = {
    "table": (["custmers"], TABLE_LESS),
    "table in capitals": (["Customers"], "There is no table Customers. Similar names: customers"),
    "column": (["customers", "--columns=id,nme"], "--columns, at position 4: customers has no column nme"),
    "nearest column": (["customers", "--columns=id,nme"], "The nearest is name"),
    "two words": (["customers", "--columns=id name"], "--columns, at position 1: customers has no column id name"),
    "no column": (["customers", "--columns="], "--columns, at position 1: the name of a column is missing"),
    "lost column": (["customers", "--columns=id,,name"], "--columns, at position 4: the name of a column is missing"),
    "column twice": (["customers", "--columns=id, id"], "--columns, at position 5: id is there twice"),
    "order": (["customers", "--order=name,balanc desc"], "--order, at position 6: customers has no column balanc"),
    "direction": (["customers", "--order=name, id down"], "--order, at position 10: down where asc, desc or a comma"),
    "two directions": (["customers", "--order=id asc desc"], "--order, at position 8: desc where asc, desc or a comma"),
    "same word": (["customers", "--order=id id"], "--order, at position 4: id where asc, desc or a comma is expected"),
    "order twice": (["customers", "--order=id,name,id desc"], "--order, at position 9: id is there twice"),
    "order by company": (["customers", "--order=site_id"], "--order, at position 1: customers has no column site_id"),
    "order by expansion": (["customers", "--order=default_nominal_code_id"], "Sage cannot order by default_nominal"),
    "no order": (["customers", "--order="], "--order, at position 1: the name of a column is missing"),
    "condition": (["customers", "--where=balance > 1"], "--where, at position 9: > 1 is not part of a condition"),
    "column of condition": (["customers", "--where=balanc gt 1"], "--where, at position 1: the table has no column"),
    "literal": (["customers", "--where=balance gt 'x'"], "--where, at position 12: 'x' is no value for balance"),
    "no condition": (["customers", "--where="], "--where, at position 1: the end where a column is expected"),
    "long condition": (["customers", f"--where={' or '.join(['balance gt 1'] * 200)}"], "--where is too long"),
    "limit": (["customers", "--limit=ten"], "--limit must be a whole number, or all, and ten is none"),
    "limit below zero": (["customers", "--limit=-1"], "--limit must be a whole number, or all, and -1 is none"),
    "no limit": (["customers", "--limit="], "--limit must be a whole number, or all, and nothing is none"),
    "huge limit": (["customers", "--limit=1000000000"], "--limit must be a whole number"),
    "skip": (["customers", "--skip=1.5"], "--skip must be a whole number, and 1.5 is none"),
    "format": (["customers", "--format=jsn"], "--format must be one of table, csv, json. The nearest to jsn is json"),
    "company": (["customers", "--company=1"], "--company must be a site_id, a slash and a company_id, such as"),
    "no company": (["customers", "--company="], "--company must be a site_id, a slash and a company_id, such as"),
    "half a company": (["customers", "--company=a/"], "--company must be a site_id, a slash and a company_id, such as"),
    "other company": (["customers", "--company=a/1"], "--company: a/1 is none of the companies that a run reads"),
    "condition on nested rows": (
        ["sop_order_lines", "--where=id gt 1"],
        "--where does not work with sop_order_lines: its rows are read with sop_orders",
    ),
    "order of nested rows": (["sop_order_lines", "--order=id"], "--order does not work with sop_order_lines"),
    "condition on one object": (["sites", "--where=company_id gt 1"], "--where does not work with sites: Sage returns"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_in_one_line_before_the_first_request(config: Config, sage: Sandbox, name: str) -> None:
    arguments, message = WRONG[name]
    result = sage200("query", *arguments, config=config)
    assert result.exit_code == 1
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert message in line
    assert sage.requests == []


def test_wrong_settings_are_told_before_the_first_request(config: Config, sage: Sandbox) -> None:
    for wrong in ({"page_size": 0}, {"tables": {"custmers": {"page_size": 1}}}, {"token_file": ""}):
        result = sage200("query", "customers", config=config | wrong)
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
    assert sage.requests == []


class TestCompany:
    """The company is that of the settings, or the only one, or the option chooses one."""

    @pytest.fixture
    def config(self, config: Config, sage: Sandbox) -> Config:
        """Settings that name no company."""
        sage.companies[1].replace("customers", customers(2))
        return {name: value for name, value in config.items() if name not in {"site_id", "company_id"}}

    @pytest.mark.parametrize("all_companies", [False, True])
    def test_the_option_chooses_one_of_those_that_sage_lists(
        self, config: Config, sage: Sandbox, *, all_companies: bool
    ) -> None:
        second = sage.companies[1]
        company = f"--company={second.site_id.upper()}/{second.company_id}"
        assert shown(config | {"all_companies": all_companies}, company) == ["1", "2"]

    def test_the_option_chooses_one_of_those_in_the_settings(self, config: Config, sage: Sandbox) -> None:
        both = [{"site_id": one.site_id, "company_id": one.company_id} for one in sage.companies]
        second = f"{sage.companies[1].site_id}/{sage.companies[1].company_id}"
        assert shown(config | {"companies": both}, "--company", second) == ["1", "2"]
        result = sage200("query", "customers", config=config | {"companies": both})
        assert result.exit_code == 1
        assert "There are several companies: choose one with --company" in result.stderr
        assert second in result.stderr
        assert [one for one in sage.requests if one.table == "sites"] == []

    def test_without_the_option_several_companies_are_listed(self, config: Config, sage: Sandbox) -> None:
        result = sage200("query", "customers", config=config | {"all_companies": True})
        assert result.exit_code == 1
        for company in sage.companies:
            assert f"{company.site_id}/{company.company_id} ({company.name})" in result.stderr
        assert [one for one in sage.requests if one.table == "customers"] == []

    def test_a_company_that_sage_does_not_list_is_refused_with_the_nearest(self, config: Config, sage: Sandbox) -> None:
        company = sage.companies[1]
        result = sage200("query", "customers", f"--company={company.site_id}/{company.company_id + 70}", config=config)
        assert result.exit_code == 1
        assert f"The nearest is {company.site_id}/" in result.stderr
        assert [one for one in sage.requests if one.table == "customers"] == []

    def test_a_user_without_companies_is_an_error(self, config: Config, sage: Sandbox) -> None:
        sage.directory.replace("sites", [])
        assert "Sage lists no company for this user" in sage200("query", "customers", config=config).stderr


def test_a_table_that_the_user_may_not_read_is_one_line(config: Config, sage: Sandbox) -> None:
    sage.closed_to("customers", 403)
    result = sage200("query", "customers", config=config)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "this user's role in Sage does not include the table (403)" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_revoked_sign_in_ends_with_exit_code_3(config: Config, sage: Sandbox) -> None:
    sage.revoke()
    result = sage200("query", "customers", config=config)
    assert result.exit_code == 3
    assert "sage200 login" in result.stderr
