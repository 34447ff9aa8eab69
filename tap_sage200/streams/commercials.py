"""What sales and purchase orders have in common: fixed lists of the commercial modules."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import FIXED_LIST, table


class ConfirmationIntentTypes(ResourceStream):
    """How a line without stock is confirmed, such as on despatch or on invoicing (inferred)."""

    name = "confirmation_intent_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class IntrastatDateTypes(ResourceStream):
    """Which date of a document decides the month that Intrastat reports it in (inferred)."""

    name = "intrastat_date_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class IntrastatTermsOfDeliveryTypes(ResourceStream):
    """The terms of delivery that Intrastat asks for: who bears carriage and risk how far."""

    name = "intrastat_terms_of_delivery_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class OrderReturnLineTypes(ResourceStream):
    """What a line of an order or of a return can be: product, free text, charge or comment (inferred)."""

    name = "order_return_line_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    ConfirmationIntentTypes,
    IntrastatDateTypes,
    IntrastatTermsOfDeliveryTypes,
    OrderReturnLineTypes,
)
