"""The fixed lists of sales orders, of the sales ledger, and of what sales and purchase orders share.

Documented or seen are the ids of documents' statuses and the values that rows of other tables have; the order of
all other lists, and the values in them that no row has, are inferred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.sandbox.company.fixed import fixed_lists

if TYPE_CHECKING:
    from tap_sage200.sandbox.company.start import Tables

ORDER, RETURN, QUOTE = "EnumDocumentTypeSalesOrder", "EnumDocumentTypeSalesReturn", "EnumDocumentTypeQuotation"

_SALES = """
confirmation_intent_types
  ConfirmOnDespatch  Confirm on despatch
  ConfirmOnInvoice   Confirm on invoice
  NoConfirmation     No confirmation
document_transmission_method_types
  DocumentTransmissionMethodPrint          Print
  DocumentTransmissionMethodEmail          Email
  DocumentTransmissionMethodPrintAndEmail  Print and email
head_office_types
  Independent  Independent
  HeadOffice   Head office
  Branch       Branch
intrastat_date_types
  EnumIntrastatDateTypeDocument  Document date
  EnumIntrastatDateTypeDespatch  Despatch date
intrastat_terms_of_delivery_types
  IntrastatTermsNotApplicable  Not applicable
  IntrastatTermsEXW            Ex works
  IntrastatTermsFOB            Free on board
  IntrastatTermsCIF            Cost, insurance and freight
  IntrastatTermsDAP            Delivered at place
  IntrastatTermsDDP            Delivered duty paid
order_line_item_types
  EnumLineTypeStandard  Standard
  EnumLineTypeFreeText  Free text
  EnumLineTypeCharge    Charge
  EnumLineTypeComment   Comment
order_return_line_types
  EnumLineTypeStandard  Standard
  EnumLineTypeFreeText  Free text
  EnumLineTypeCharge    Charge
  EnumLineTypeComment   Comment
sop_back_to_back_status_types
  EnumBackToBackStatusPONotReq     Purchase order not required
  EnumBackToBackStatusPORequired   Purchase order required
  EnumBackToBackStatusPOGenerated  Purchase order generated
  EnumBackToBackStatusPOReceived   Purchase order received
sop_confirmation_intent_types
  ConfirmOnDespatch  Confirm on despatch
  ConfirmOnInvoice   Confirm on invoice
  NoConfirmation     No confirmation
sop_customer_types
  EnumCustomerTypeCredit    Credit
  EnumCustomerTypeCash      Cash
  EnumCustomerTypeProspect  Prospect
sop_document_print_status_types
  EnumDocumentPrintStatusNotPrinted  Not printed
  EnumDocumentPrintStatusPrinted     Printed
  EnumDocumentPrintStatusReprint     To be printed again
sop_document_process_status_types
  EnumDocumentProcessStatusNone  None
  EnumDocumentProcessStatusPart  Part
  EnumDocumentProcessStatusFull  Full
sop_document_status_types
  EnumDocumentStatusLive       Live
  EnumDocumentStatusOnHold     On hold
  EnumDocumentStatusComplete   Complete
  EnumDocumentStatusDispute    Dispute
  EnumDocumentStatusCancelled  Cancelled
  EnumDocumentStatusDraft      Draft
  EnumDocumentStatusPrinted    Printed
  EnumDocumentStatusLost       Lost
sop_document_types
  EnumDocumentTypeSalesOrder   Sales order
  EnumDocumentTypeSalesReturn  Sales return
  EnumDocumentTypeProforma     Pro forma
  EnumDocumentTypeQuotation    Quotation
sop_intrastat_status_types
  EnumIntrastatStatusNone  None
  EnumIntrastatStatusPart  Part
  EnumIntrastatStatusFull  Full
sop_invoice_credit_types
  EnumInvoiceCreditTypeInvoice  Invoice
  EnumInvoiceCreditTypeCredit   Credit note
sop_order_entry_types
  EnumOrderEntryTypeFull   Full order entry
  EnumOrderEntryTypeTrade  Trade order entry
  EnumOrderEntryTypeRapid  Rapid order entry
sop_order_payment_types
  EnumOrderPaymentTypeNone     None
  EnumOrderPaymentTypeFull     Payment in full
  EnumOrderPaymentTypeDeposit  Deposit
sop_show_on_picking_list_types
  Show       Show
  DoNotShow  Do not show
sop_trade_line_status_types
  EnumLineStatusNone   None
  EnumLineStatusPart   Part
  EnumLineStatusFully  Fully
statement_ageing_terms
  StatementAgeingTermsTransactionDate  Transaction date
  StatementAgeingTermsDueDate          Due date
statement_layout_types
  StatementLayoutOpenItem        Open item
  StatementLayoutBalanceForward  Balance forward
statement_terms
  StatementTermsAllTransactions          All transactions
  StatementTermsOutstandingTransactions  Outstanding transactions
"""


def tables() -> Tables:
    """All fixed lists of sales."""
    return fixed_lists(_SALES)
