"""Payment of invoices. Each trader pays all due entries in a run at the end of the month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sage200_sandbox.company.ledger import MONEY, Allocation, Allocations, Entry, Voucher, enter
from sage200_sandbox.company.office import YEAR_START, last_working_day, months
from sage200_sandbox.company.reading import in_base, pence, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Value

_SLOW_PAYER = 7
_HALF_PAYMENT = 9


@dataclass(frozen=True, slots=True)
class Settlement:
    """Payments, and the allocations of them and of the settled entries."""

    payments: tuple[Entry, ...]
    allocations: Allocations


def settle(office: Office, entries: Iterable[Entry], *, reference: str, source: str) -> Settlement:
    """Pay the entries that are due in the year. Every seventh trader pays in every second run only.

    Args:
        office: The counters of the company.
        entries: The entries of a ledger.
        reference: Prefix of the references of the payments.
        source: The `source` of the payments.
    """
    by_trader: defaultdict[Value, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_trader[entry.trader["id"]].append(entry)
    payments: list[Entry] = []
    allocations: list[Allocation] = []
    for turn, unpaid in enumerate(by_trader.values()):
        for run, due in _runs(unpaid, slow=turn % _SLOW_PAYER == 0):
            settled = _settled(office, due, office.moment(run, hour=16))
            voucher = Voucher(
                MONEY,
                source,
                reference=f"{reference}{len(payments) + 1:05d}",
                goods=-total(allocation.value for allocation in settled),
                second_reference="BACS",
            )
            payments.append(_payment(office, due[0], settled, voucher))
            allocations += [*settled, _in_full(payments[-1], settled[0].moment)]
    return Settlement(tuple(payments), Allocations(allocations))


def _runs(unpaid: list[Entry], *, slow: bool) -> Iterator[tuple[datetime, list[Entry]]]:
    """The payment runs of a trader, each with its due entries. Runs without an amount to pay are left out."""
    for month in months(YEAR_START, 12)[:: 2 if slow else 1]:
        run = last_working_day(month)
        due = [entry for entry in unpaid if (entry.due or entry.day) <= run and entry.posted < run]
        if total(entry.gross for entry in due) > 0:
            paid = {entry.id for entry in due}
            unpaid = [entry for entry in unpaid if entry.id not in paid]
            yield run, due


def _settled(office: Office, due: list[Entry], moment: datetime) -> list[Allocation]:
    """Allocations of all due entries. Sometimes only half of the last invoice is paid; the rest is disputed."""
    settled = [_in_full(entry, moment) for entry in due]
    last = due[-1]
    if last.gross > 0 and office.random.randrange(_HALF_PAYMENT) == 0:
        half = pence(last.gross / 2)
        settled[-1] = Allocation(last.id, half, in_base(half, last.rate), moment)
    return settled


def _in_full(entry: Entry, moment: datetime) -> Allocation:
    return Allocation(entry.id, entry.gross, entry.base_gross, moment)


def _payment(office: Office, first: Entry, settled: list[Allocation], voucher: Voucher) -> Entry:
    """The payment of these allocations. Its base value is their sum, so there is no exchange difference."""
    payment = enter(office, first.trader, voucher, rate=first.rate, posted=settled[0].moment)
    return replace(payment, base_goods=-total(allocation.base_value for allocation in settled))
