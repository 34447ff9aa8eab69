"""A company with earlier years: more postings, and the books still agree."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pytest
import sqlalchemy as sa
from sage200_sandbox import Demo, Sandbox, wire
from sage200_sandbox.companies import Company, demo
from sage200_sandbox.company.earlier_year import POSTINGS
from sage200_sandbox.company.office import YEAR_START
from sage200_sandbox.facts import resources
from sage200_sandbox.rows import Insert
from sage200_sandbox.store import Search
from sage200_sandbox.store.schema import table_of
from sage200_sandbox.volume import earlier_years

from tests import test_company_books as the_books
from tests import test_company_more_books as more_books
from tests import test_company_nominal as the_nominal
from tests.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY, YEARS = 10_000, 2
JOURNALS, SOLD, BOUGHT, BANKED = POSTINGS
TRADERS = ((SOLD, "customer_id"), (BOUGHT, "supplier_id"))
VIEWS = ("sales_transaction_views", "purchase_transaction_views")
COPIED = (*POSTINGS, *VIEWS, "sales_transaction_enquiry_views", "purchase_transaction_enquiry_views")
LAST_YEAR = datetime(2024, 4, 1, tzinfo=UTC)
TAXED, ALLOCATED = (f"sales_posted_transaction_{name}_items" for name in ("tax_analysis", "allocation_history"))


class Books(dict[str, list[dict[str, Any]]]):
    """The rows of a company by table, read when they are needed."""

    def __init__(self, company: Company) -> None:
        """Nothing is read yet."""
        super().__init__()
        self._company = company

    def __missing__(self, table: str) -> list[dict[str, Any]]:
        """Read a table."""
        self[table] = rows = cast("list[dict[str, Any]]", self._company.rows(table))
        return rows


class Both(NamedTuple):
    """A company without and with earlier years, and the sandbox of the second one."""

    before: Company
    after: Company
    sage: Sandbox


@pytest.fixture(scope="module", autouse=True)
def few_years() -> Iterator[None]:
    """Few years, so some of them have more than one copy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(earlier_years, "YEARS", YEARS)
        yield


@pytest.fixture(scope="module")
def both() -> Iterator[Both]:
    with Sandbox(Demo()) as plain, Sandbox(Demo(postings=MANY)) as sage:
        yield Both(plain.companies[0], sage.companies[0], sage)


@pytest.fixture(scope="module")
def ireland() -> Iterator[Company]:
    company = Company(2, demo(1, 1, 2), lambda: LAST_YEAR)
    company.fill(MANY)
    yield company
    company.close()


@pytest.fixture(scope="module", params=["uk", "ireland"])
def books(request: pytest.FixtureRequest, both: Both, ireland: Company) -> Books:
    return Books(both.after if request.param == "uk" else ireland)


def texts(company: Company, table: str) -> list[list[str]]:
    """The JSON texts of all rows of a table, by key."""
    return company.store.search(table, Search(sa.true(), tuple(table_of(table).primary_key), skip=0, top=-1))


def new(both: Both, table: str) -> list[dict[str, Any]]:
    """The rows of a table that the plain company does not have."""
    (key,) = resources()[table].key
    known = {row[key] for row in both.before.rows(table)}
    return [cast("dict[str, Any]", row) for row in both.after.rows(table) if row[key] not in known]


def test_there_are_as_many_postings_as_asked_for_and_at_most_a_copy_more(both: Both) -> None:
    before, after = ({table: one.count(table) for table in POSTINGS} for one in (both.before, both.after))
    assert MANY <= sum(after.values()) < MANY + sum(before.values())
    assert after[JOURNALS] > 0.7 * sum(after.values())


def test_a_company_that_has_enough_stays_as_it_is(both: Both) -> None:
    counts = {table: both.before.count(table) for table in resources()}
    both.before.fill(sum(counts[table] for table in POSTINGS))
    assert {table: both.before.count(table) for table in resources()} == counts


def test_a_company_without_rows_has_no_past() -> None:
    with pytest.raises(ValueError, match="settled"):
        Sandbox().companies[0].fill(1)


def test_a_company_gets_its_past_once(both: Both) -> None:
    with pytest.raises(ValueError, match="already"):
        both.after.fill(10 * MANY)


def test_what_was_there_before_is_there_as_it_was(both: Both) -> None:
    for table in resources():
        before, after = ({tuple(row) for row in texts(one, table)} for one in (both.before, both.after))
        assert before <= after, table


def test_the_same_past_comes_every_time(both: Both) -> None:
    with Sandbox(Demo(postings=MANY)) as sage:
        again = sage.companies[0]
        for table in (*COPIED, TAXED, earlier_years.CALENDAR):
            assert texts(again, table) == texts(both.after, table), table


def test_a_response_has_the_values_of_the_row(both: Both) -> None:
    for table in COPIED:
        held = [[wire.text(value) for value in row.values()] for row in both.after.rows(table)]
        assert texts(both.after, table) == held, table


def test_the_books_agree(books: Books) -> None:
    for check in (
        the_books.test_a_bank_has_what_went_through_it,
        the_books.test_money_from_customers_is_in_the_bank,
        the_books.test_the_control_accounts_agree_with_their_ledgers,
        the_books.test_foreign_customers_buy_in_their_currency,
        more_books.test_aged_creditors_come_to_what_is_outstanding,
        the_nominal.test_debits_are_credits_on_every_day_and_in_every_journal,
        the_nominal.test_a_nominal_code_stands_at_what_was_posted_to_it,
        the_nominal.test_a_posting_lies_in_its_accounting_period,
        the_nominal.test_the_ledgers_urns_are_found_in_the_nominal_ledger,
        the_nominal.test_period_values_add_up_to_the_balances,
    ):
        check(books)
    more_books.test_a_view_repeats_its_master(books, view="purchase_transaction_enquiry_views")
    for side in ("sales", "purchase"):
        the_books.test_a_balance_is_the_sum_of_what_is_outstanding(books, side=side)
    for table, trader in TRADERS:
        the_books.test_what_is_allocated_to_invoices_was_paid_or_credited(books, table=table, trader=trader)


def test_a_year_leaves_nothing_behind(both: Both) -> None:
    left: defaultdict[tuple[str, int, int], Decimal] = defaultdict(Decimal)
    for row in new(both, JOURNALS):
        left["code", row["financial_year_id"], row["nominal_code_id"]] += row["debit"] - row["credit"]
    for row in new(both, BANKED):
        day = row["transaction_date"]
        left["bank", day.year - (day.month < YEAR_START.month), row["bank_id"]] += row["cheque_value"]
    assert set(left.values()) == {0}
    assert len({year for what, year, _ in left if what == "code"}) == YEARS


def test_ids_are_handed_out_once() -> None:
    with Sandbox(Demo()) as sage:
        company = sage.companies[0]
        last = new_customer(company)
        company.fill(5_000)
        rows = [row for table in POSTINGS for row in company.rows(table)]
        ids = [row["id"] for row in rows if cast("int", row["id"]) > last]
        assert len(set(ids)) == len(ids) > 1000
        assert new_customer(company) > max(cast("list[int]", ids))


def new_customer(company: Company) -> int:
    """The id that the company gives a new customer."""
    row = company.change(Insert("customers", {"reference": "NEW"}))
    assert row is not None
    return cast("int", row["id"])


def test_urns_are_not_those_of_this_year(both: Both) -> None:
    before = {row["urn"] for table in POSTINGS for row in both.before.rows(table)}
    after = [row["urn"] for table in (SOLD, BOUGHT, BANKED) for row in new(both, table)]
    assert len(set(after)) == len(after)
    assert before.isdisjoint(after)
    assert before.isdisjoint({row["urn"] for row in new(both, JOURNALS)})


def test_numbers_of_documents_are_not_those_of_another_copy(both: Both) -> None:
    numbers = Counter(row["reference"] for row in both.after.rows(SOLD))
    assert [one for one, times in numbers.items() if times > 1] == []
    assert max(len(row["reference"]) for row in new(both, BOUGHT)) <= 20  # as Sage has it at most (documented)
    assert {row["second_reference"] for row in new(both, SOLD)} > {"BACS"}


def test_a_reference_leads_to_a_row(books: Books) -> None:
    for table in COPIED:
        for field in resources()[table].fields.values():
            if field.references and field.references in resources():
                known = {row["id"] for row in books[field.references]}
                assert {row[field.name] for row in books[table]} <= known, (table, field.name)


def test_a_view_shows_every_posting(books: Books) -> None:
    for view, table in zip(VIEWS, (SOLD, BOUGHT), strict=True):
        (key,) = resources()[view].key
        shown = {row[key]: row for row in books[view]}
        assert len(shown) == len(books[table])
        for row in books[table]:
            of_view = shown[row["id"]]
            same = row.keys() & of_view.keys()
            assert [row[name] for name in same] == [of_view[name] for name in same]
            assert row["date_time_updated"] == of_view["transaction_date_time_updated"]


def test_timestamps_are_as_old_as_the_postings(both: Both) -> None:
    for table in (SOLD, BOUGHT, BANKED):
        rows = new(both, table)
        for row in rows:
            assert row["transaction_date"] <= row["date_time_created"] <= row["date_time_updated"] < LAST_YEAR
            assert row["date_time_created"] - row["transaction_date"] < timedelta(days=1)
            assert row["transaction_date"] == row["posted_date"]
        shared = Counter(row["date_time_created"] for row in rows).most_common(1)[0][1]
        assert shared == max(Counter(row["date_time_created"] for row in both.before.rows(table)).values())


def test_the_calendar_has_no_gaps(books: Books) -> None:
    periods = sorted(books[earlier_years.CALENDAR], key=lambda row: row["period_start_date"])
    assert len(periods) == 12 * (YEARS + 3)
    for one, following in pairwise(periods):
        assert following["period_start_date"] - one["period_end_date"] == timedelta(days=1)
        assert following["year_relative_to_current_year"] - one["year_relative_to_current_year"] in {0, 1}
    leap = datetime(2024, 2, 29, tzinfo=UTC)
    assert leap in {row["period_end_date"] for row in periods}


def test_what_is_nested_in_a_posting_comes_along() -> None:
    with Sandbox(Demo()) as sage:
        company = sage.companies[0]
        sold = company.rows(SOLD)
        nested = [
            {"sales_posted_transaction_id": row["id"], "position": 1, "name": '5 % "off"', "id": 900_000 + turn}
            for turn, row in enumerate(sold)
        ]
        allocated = [
            {
                "sales_posted_transaction_id": row["id"],
                "id": 950_000 + turn,
                "entry_date": row["transaction_date"],
                "date_time_created": row["date_time_updated"],
            }
            for turn, row in enumerate(sold)
            if row["document_allocated_value"]
        ]
        company.replace(TAXED, nested)
        company.replace(ALLOCATED, allocated)
        company.fill(15_000)
        posted = {row["id"]: row for row in company.rows(SOLD)}
        taxed, settled = company.rows(TAXED), company.rows(ALLOCATED)
        assert [row["sales_posted_transaction_id"] for row in taxed] == list(posted)
        assert {row["name"] for row in taxed} == {'5 % "off"'}
        assert len({row["id"] for row in taxed + settled}) == len(taxed) + len(settled) > 2 * len(allocated)
        for row in settled:
            of = posted[row["sales_posted_transaction_id"]]
            assert (row["entry_date"], row["date_time_created"]) == (of["transaction_date"], of["date_time_updated"])
        for table, rows in ((TAXED, taxed), (ALLOCATED, settled)):
            assert texts(company, table) == [[wire.text(value) for value in row.values()] for row in rows]


def test_pages_are_read_over_http(both: Both) -> None:
    client = Client(both.sage)
    ids: list[int] = []
    while page := client.ids(
        JOURNALS, filter=f"id gt {ids[-1] if ids else 0}", orderby="id asc", top=5000, select="id"
    ):
        ids += page
    assert ids == [row["id"] for row in both.after.rows(JOURNALS)]
    (row,) = client.get(SOLD, orderby="id desc", top=1).json()
    assert row == json.loads(wire.record({k: v for k, v in both.after.rows(SOLD)[-1].items() if v is not None}))
    client.close()
