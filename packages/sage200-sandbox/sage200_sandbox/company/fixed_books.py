"""The fixed lists of purchases, purchase orders, the nominal ledger and the cash book.

The values that other tables use are those of the tables; their neighbours, the order and the descriptions are
inferred, but for the document statuses, whose ids are documented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.fixed import fixed_lists

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables

_PURCHASES = """
authorisation_types
  AuthorisationTypeNotRequired  Not Required
  AuthorisationTypeAwaiting     Awaiting Authorisation
  AuthorisationTypeAuthorised   Authorised
  AuthorisationTypeRejected     Rejected
payment_types
  PaymentTypeCheque  Cheque
  PaymentTypeBACS    BACS
  PaymentTypeManual  Manual
sage_payments_supplier_status_types
  SagePaymentsSupplierStatusNotEnabled  Not Enabled
  SagePaymentsSupplierStatusPending     Pending
  SagePaymentsSupplierStatusEnabled     Enabled
"""
_PURCHASE_ORDERS = """
pop_authorisation_status_types
  EnumAuthorisationStatusNotRequired  Not Required
  EnumAuthorisationStatusAwaiting     Awaiting Authorisation
  EnumAuthorisationStatusAuthorised   Authorised
  EnumAuthorisationStatusRejected     Rejected
pop_delivery_address_action_types
  EnumDeliveryAddressActionNone    None
  EnumDeliveryAddressActionAdd     Add
  EnumDeliveryAddressActionUpdate  Update
pop_delivery_address_types
  EnumDeliveryAddressTypeWarehouse  Warehouse
  EnumDeliveryAddressTypeCustomer   Customer
  EnumDeliveryAddressTypeSupplier   Supplier
  EnumDeliveryAddressTypeOther      Other
pop_document_print_status_types
  EnumDocumentPrintStatusNotPrinted  Not Printed
  EnumDocumentPrintStatusPrinted     Printed
  EnumDocumentPrintStatusReprint     Reprint
pop_document_process_status_types
  EnumDocumentProcessStatusNone  None
  EnumDocumentProcessStatusPart  Part
  EnumDocumentProcessStatusFull  Full
pop_document_status_types
  EnumDocumentStatusLive       Live
  EnumDocumentStatusOnHold     On hold
  EnumDocumentStatusComplete   Complete
  EnumDocumentStatusDispute    Dispute
  EnumDocumentStatusCancelled  Cancelled
  EnumDocumentStatusDraft      Draft
  EnumDocumentStatusPrinted    Printed
pop_document_types
  EnumPOPDocumentTypeOrder   Order
  EnumPOPDocumentTypeReturn  Return
pop_intrastat_status_types
  EnumIntrastatStatusNotRequired  Not Required
  EnumIntrastatStatusIncomplete   Incomplete
  EnumIntrastatStatusComplete     Complete
pop_invoice_credit_types
  EnumInvoiceCreditTypeInvoice  Invoice
  EnumInvoiceCreditTypeCredit   Credit
pop_order_generation_types
  EnumOrderGenerationOnePerSupplier    One order for each supplier
  EnumOrderGenerationOnePerWarehouse   One order for each supplier and warehouse
  EnumOrderGenerationOnePerSalesOrder  One order for each sales order
pop_trade_line_status_types
  EnumLineStatusNone   None
  EnumLineStatusPart   Part
  EnumLineStatusFully  Full
"""
_NOMINAL = """
control_nominal_code_types
  ControlAccountDebtors              Debtors Control
  ControlAccountCreditors            Creditors Control
  ControlAccountDefaultBank          Default Bank
  ControlAccountOutputTax            Default Output VAT
  ControlAccountInputTax             Default Input VAT
  ControlAccountExchangeDifferences  Exchange Differences
  ControlAccountRetainedProfit       Retained Profit
  ControlAccountSuspense             Suspense
nominal_account_entry_location_types
  AccountEntryLocationCurrent   Current
  AccountEntryLocationDeferred  Deferred
  AccountEntryLocationArchived  Archived
nominal_account_types
  NominalAccountTypePosting  Posting Account
  NominalAccountTypeGroup    Group Account
  NominalAccountTypeMemo     Memorandum Account
nominal_budget_types
  NominalBudgetTypeNone        None
  NominalBudgetTypeAnnual      Annual
  NominalBudgetTypeProfile     Profile
  NominalBudgetTypeIndividual  Individual Periods
nominal_report_category_types
  Asset      Asset
  Liability  Liability
  Income     Income
  Expense    Expense
nominal_reporting_types
  BalanceSheet   Balance Sheet
  ProfitAndLoss  Profit and Loss
"""
_CASH_BOOK = """
bank_account_types
  BankAccountTypeCurrent     Current
  BankAccountTypeDeposit     Deposit
  BankAccountTypeCreditCard  Credit Card
  BankAccountTypeCash        Cash
bank_entry_types
  BankTransactionTypeOpeningBalance  Opening Balance
  BankTransactionTypeReceipt         Receipt
  BankTransactionTypePayment         Payment
  BankTransactionTypeTransfer        Transfer
electronic_bank_function_types
  ElectronicBankFunctionNone            None
  ElectronicBankFunctionPayments        Payments
  ElectronicBankFunctionReconciliation  Reconciliation
  ElectronicBankFunctionBoth            Payments and Reconciliation
"""


def lists() -> Tables:
    """Every list: the same in every company."""
    return fixed_lists(_PURCHASES + _PURCHASE_ORDERS + _NOMINAL + _CASH_BOOK)
