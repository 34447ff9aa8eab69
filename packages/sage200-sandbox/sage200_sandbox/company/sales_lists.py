"""The fixed lists of sales orders, of the sales ledger, and of what sales and purchase orders share.

Documented or seen are the ids of documents' statuses and the values that rows of other tables have; the order of
all other lists, and the values in them that no row has, are inferred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.fixed import fixed_lists

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables

ORDER, RETURN, QUOTE = "EnumDocumentTypeSalesOrder", "EnumDocumentTypeSalesReturn", "EnumDocumentTypeQuotation"

_SALES = """
confirmation_intent_types
  ConfirmOnDespatch  Confirm on Despatch
  ConfirmOnInvoice   Confirm on Invoice
  NoConfirmation     No Confirmation
document_transmission_method_types
  DocumentTransmissionMethodPrint          Print
  DocumentTransmissionMethodEmail          Email
  DocumentTransmissionMethodPrintAndEmail  Print and Email
head_office_types
  Independent  Independent
  HeadOffice   Head Office
  Branch       Branch
intrastat_date_types
  EnumIntrastatDateTypeDocument  Document Date
  EnumIntrastatDateTypeDespatch  Despatch Date
intrastat_terms_of_delivery_types
  IntrastatTermsNotApplicable  Not Applicable
  IntrastatTermsEXW            Ex Works
  IntrastatTermsFOB            Free on Board
  IntrastatTermsCIF            Cost, Insurance and Freight
  IntrastatTermsDAP            Delivered at Place
  IntrastatTermsDDP            Delivered Duty Paid
order_line_item_types
  EnumLineTypeStandard  Standard
  EnumLineTypeFreeText  Free Text
  EnumLineTypeCharge    Charge
  EnumLineTypeComment   Comment
order_return_line_types
  EnumLineTypeStandard  Standard
  EnumLineTypeFreeText  Free Text
  EnumLineTypeCharge    Charge
  EnumLineTypeComment   Comment
sop_back_to_back_status_types
  EnumBackToBackStatusPONotReq     Purchase Order Not Required
  EnumBackToBackStatusPORequired   Purchase Order Required
  EnumBackToBackStatusPOGenerated  Purchase Order Generated
  EnumBackToBackStatusPOReceived   Purchase Order Received
sop_confirmation_intent_types
  ConfirmOnDespatch  Confirm on Despatch
  ConfirmOnInvoice   Confirm on Invoice
  NoConfirmation     No Confirmation
sop_customer_types
  EnumCustomerTypeCredit    Credit
  EnumCustomerTypeCash      Cash
  EnumCustomerTypeProspect  Prospect
sop_document_print_status_types
  EnumDocumentPrintStatusNotPrinted  Not Printed
  EnumDocumentPrintStatusPrinted     Printed
  EnumDocumentPrintStatusReprint     To be Printed Again
sop_document_process_status_types
  EnumDocumentProcessStatusNone  None
  EnumDocumentProcessStatusPart  Part
  EnumDocumentProcessStatusFull  Full
sop_document_status_types
  EnumDocumentStatusLive       Live
  EnumDocumentStatusOnHold     On Hold
  EnumDocumentStatusComplete   Complete
  EnumDocumentStatusDispute    Dispute
  EnumDocumentStatusCancelled  Cancelled
  EnumDocumentStatusDraft      Draft
  EnumDocumentStatusPrinted    Printed
  EnumDocumentStatusLost       Lost
sop_document_types
  EnumDocumentTypeSalesOrder   Sales Order
  EnumDocumentTypeSalesReturn  Sales Return
  EnumDocumentTypeProforma     Pro Forma
  EnumDocumentTypeQuotation    Quotation
sop_intrastat_status_types
  EnumIntrastatStatusNone  None
  EnumIntrastatStatusPart  Part
  EnumIntrastatStatusFull  Full
sop_invoice_credit_types
  EnumInvoiceCreditTypeInvoice  Invoice
  EnumInvoiceCreditTypeCredit   Credit Note
sop_order_entry_types
  EnumOrderEntryTypeFull   Full Order Entry
  EnumOrderEntryTypeTrade  Trade Order Entry
  EnumOrderEntryTypeRapid  Rapid Order Entry
sop_order_payment_types
  EnumOrderPaymentTypeNone     None
  EnumOrderPaymentTypeFull     Payment In Full
  EnumOrderPaymentTypeDeposit  Deposit
sop_show_on_picking_list_types
  Show       Show
  DoNotShow  Do Not Show
sop_trade_line_status_types
  EnumLineStatusNone   None
  EnumLineStatusPart   Part
  EnumLineStatusFully  Fully
statement_ageing_terms
  StatementAgeingTermsTransactionDate  Transaction Date
  StatementAgeingTermsDueDate          Due Date
statement_layout_types
  StatementLayoutOpenItem        Open Item
  StatementLayoutBalanceForward  Balance Forward
statement_terms
  StatementTermsAllTransactions          All Transactions
  StatementTermsOutstandingTransactions  Outstanding Transactions
"""


def tables() -> Tables:
    """All fixed lists of sales."""
    return fixed_lists(_SALES)
