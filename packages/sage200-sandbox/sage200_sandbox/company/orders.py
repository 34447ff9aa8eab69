"""Sales and purchase orders, their lines, and their values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.reading import ZERO, pence, total, typed

if TYPE_CHECKING:
    from datetime import datetime

    from sage200_sandbox.rows import Row

STANDARD, FREE_TEXT, CHARGE, COMMENT = (
    "EnumLineTypeStandard",
    "EnumLineTypeFreeText",
    "EnumLineTypeCharge",
    "EnumLineTypeComment",
)
LIVE, ON_HOLD, COMPLETE, CANCELLED, DRAFT = (
    "EnumDocumentStatusLive",
    "EnumDocumentStatusOnHold",
    "EnumDocumentStatusComplete",
    "EnumDocumentStatusCancelled",
    "EnumDocumentStatusDraft",
)
NONE, PART, FULL = (
    "EnumDocumentProcessStatusNone",
    "EnumDocumentProcessStatusPart",
    "EnumDocumentProcessStatusFull",
)

_UNIT_STEP = Decimal("0.00001")
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Worth:
    """The value of a line. Unit discounts and unit prices have five decimal places, values two."""

    unit_discount: Decimal
    unit_price: Decimal
    net: Decimal
    tax: Decimal


def worth(*, quantity: Decimal, price: Decimal, discount_percent: Decimal, tax_rate: Decimal) -> Worth:
    """The value of a quantity at this price."""
    discount = (price * discount_percent / _HUNDRED).quantize(_UNIT_STEP, ROUND_HALF_UP)
    net = pence(quantity * (price - discount))
    return Worth(discount, price - discount, net, pence(net * tax_rate / _HUNDRED))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document. Comment lines have no quantity, no product and no tax code."""

    id: int
    number: int
    kind: str
    code: str
    description: str
    updated: datetime
    quantity: Decimal = ZERO
    price: Decimal = ZERO
    discount_percent: Decimal = ZERO
    cost: Decimal = ZERO
    product: Row | None = None
    warehouse: Row | None = None
    tax: Row | None = None
    allocated: Decimal = ZERO
    despatched: Decimal = ZERO
    invoiced: Decimal = ZERO

    @property
    def worth(self) -> Worth:
        """The value of the line, with tax at the rate of its tax code."""
        return worth(
            quantity=self.quantity,
            price=self.price,
            discount_percent=self.discount_percent,
            tax_rate=typed(self.tax, "tax_rate", Decimal) if self.tax else ZERO,
        )


@dataclass(frozen=True, slots=True)
class Order:
    """An order with lines. `trader` is the customer or supplier."""

    id: int
    document_no: str
    day: datetime
    trader: Row
    currency: Row
    address: Row
    their_reference: str
    requested: datetime | None
    promised: datetime | None
    lines: tuple[Line, ...]
    status: str
    created: datetime
    updated: datetime

    @property
    def rate(self) -> Decimal:
        """Units of the document's currency for one of the base currency."""
        return typed(self.currency, "core_currency_rate", Decimal)

    @property
    def is_open(self) -> bool:
        """Whether goods can still be despatched or received."""
        return self.status in {LIVE, ON_HOLD}

    def net(self, *kinds: str) -> Decimal:
        """The net value of the lines of these kinds; without kinds, of all lines."""
        return total(line.worth.net for line in self.lines if not kinds or line.kind in kinds)

    def tax(self, *kinds: str) -> Decimal:
        """The tax on the lines of these kinds; without kinds, on all lines."""
        return total(line.worth.tax for line in self.lines if not kinds or line.kind in kinds)

    @property
    def outstanding(self) -> Decimal:
        """The gross value of the lines that are not invoiced; zero if the order is not open."""
        return total(line.worth.net + line.worth.tax for line in self.lines if self.is_open and not line.invoiced)


def progress(done: list[Decimal], quantities: list[Decimal]) -> str:
    """The status of a process for a document ("Part" is inferred, the other values are seen)."""
    if not any(done):
        return NONE
    return FULL if done == quantities else PART


def line_status(done: Decimal, quantity: Decimal) -> str:
    """The status of a process for a line."""
    if not done:
        return "EnumLineStatusNone"
    return "EnumLineStatusFully" if done >= quantity else "EnumLineStatusPart"


def fulfilled(order: Order, moment: datetime, *, lines: int) -> Order:
    """The order with its first lines despatched or received, and invoiced. It is complete if no lines remain."""
    done = tuple(
        replace(line, allocated=ZERO, despatched=line.quantity, invoiced=line.quantity, updated=moment)
        for line in order.lines[:lines]
    )
    rest = order.lines[lines:]
    return replace(order, lines=done + rest, status=LIVE if rest else COMPLETE, updated=moment)
