"""The fixed lists of purchase order processing (POP).

The purpose of each list is inferred from its name and from the columns that hold its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import DOCUMENT_STATUS_TYPES


class PopAuthorisationStatusTypes(FixedList):
    """Authorisation status of an order: waiting, authorised or refused."""

    name = "pop_authorisation_status_types"


class PopDeliveryAddressActionTypes(FixedList):
    """What happens to a delivery address when an order is saved."""

    name = "pop_delivery_address_action_types"
    introduced = "2024-02-05"


class PopDeliveryAddressTypes(FixedList):
    """Type of a delivery address: warehouse, customer or other."""

    name = "pop_delivery_address_types"
    introduced = "2024-02-05"


class PopDocumentPrintStatusTypes(FixedList):
    """Whether a document was printed."""

    name = "pop_document_print_status_types"
    introduced = "2024-02-05"


class PopDocumentProcessStatusTypes(FixedList):
    """Receipt or invoice status of a document: none, part or all."""

    name = "pop_document_process_status_types"
    introduced = "2024-02-05"


class PopDocumentStatusTypes(FixedList):
    """Status of a document: live, on hold, complete, in dispute, cancelled and others."""

    name = "pop_document_status_types"
    known_values = DOCUMENT_STATUS_TYPES


class PopDocumentTypes(FixedList):
    """Type of a document: order or return."""

    name = "pop_document_types"
    introduced = "2024-02-05"


class PopIntrastatStatusTypes(FixedList):
    """Intrastat reporting status of a document."""

    name = "pop_intrastat_status_types"
    introduced = "2024-02-05"


class PopInvoiceCreditTypes(FixedList):
    """Type of a document matched with an order: invoice or credit note."""

    name = "pop_invoice_credit_types"
    introduced = "2024-02-05"


class PopOrderGenerationTypes(FixedList):
    """Source from which Sage generates purchase orders, such as stock shortages."""

    name = "pop_order_generation_types"
    introduced = "2024-02-05"


class PopTradeLineStatusTypes(FixedList):
    """Status of an order line in trade order entry."""

    name = "pop_trade_line_status_types"
    introduced = "2024-02-05"
