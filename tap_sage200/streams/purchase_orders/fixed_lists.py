"""The fixed lists of purchase order processing (POP): what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import DOCUMENT_STATUS_TYPES


class PopAuthorisationStatusTypes(FixedList):
    """Whether an order waits for authorisation, was authorised or was refused."""

    name = "pop_authorisation_status_types"


class PopDeliveryAddressActionTypes(FixedList):
    """What is to happen with a delivery address when an order is saved."""

    name = "pop_delivery_address_action_types"
    introduced = "2024-02-05"


class PopDeliveryAddressTypes(FixedList):
    """Whose address goods are delivered to: a warehouse's, a customer's or any other."""

    name = "pop_delivery_address_types"
    introduced = "2024-02-05"


class PopDocumentPrintStatusTypes(FixedList):
    """Whether a document was printed."""

    name = "pop_document_print_status_types"
    introduced = "2024-02-05"


class PopDocumentProcessStatusTypes(FixedList):
    """How much of a document has been received or invoiced: none, part or all."""

    name = "pop_document_process_status_types"
    introduced = "2024-02-05"


class PopDocumentStatusTypes(FixedList):
    """Where a document stands: live, on hold, complete, in dispute, cancelled and the like."""

    name = "pop_document_status_types"
    known_values = DOCUMENT_STATUS_TYPES


class PopDocumentTypes(FixedList):
    """What a document is: an order or a return."""

    name = "pop_document_types"
    introduced = "2024-02-05"


class PopIntrastatStatusTypes(FixedList):
    """How far a document has been reported for Intrastat."""

    name = "pop_intrastat_status_types"
    introduced = "2024-02-05"


class PopInvoiceCreditTypes(FixedList):
    """Whether a document matched with an order is an invoice or a credit note."""

    name = "pop_invoice_credit_types"
    introduced = "2024-02-05"


class PopOrderGenerationTypes(FixedList):
    """What purchase orders are made from when Sage makes them, such as shortages of stock."""

    name = "pop_order_generation_types"
    introduced = "2024-02-05"


class PopTradeLineStatusTypes(FixedList):
    """Where an order line of trade order entry stands."""

    name = "pop_trade_line_status_types"
    introduced = "2024-02-05"
