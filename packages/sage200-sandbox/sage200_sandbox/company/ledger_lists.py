"""The fixed lists that all ledgers and the company itself share.

Documented or seen are the values of accounts' states and rates, of payment terms, of traders' transactions
and of ledgers, and most of their order is inferred; so are all other lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.fixed import fixed_lists

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables

_FINANCIALS = """
account_status_types
  AccountStatusActive  Active
  AccountStatusHidden  Hidden
aged_balances_ageing_types
  AgeByDocumentDate  Document Date
  AgeByDueDate       Due Date
  AgeByCalendarMonth Calendar Month
allocation_status_types
  AllocationStatusNone  None
  AllocationStatusPart  Part
  AllocationStatusFull  Full
contact_number_types
  ContactNumberTelephone  Telephone
  ContactNumberFax        Fax
  ContactNumberMobile     Mobile
  ContactNumberEmail      E-mail
  ContactNumberWebsite    Website
currency_transaction_types
  CurrencyTransactionSales     Sales
  CurrencyTransactionPurchase  Purchase
  CurrencyTransactionCashBook  Cash Book
exchange_rate_amendability_types
  ExchangeAmendabilityAllTransactions  All Transactions
  ExchangeAmendabilityReceiptsPayments Receipts and Payments
  ExchangeAmendabilityNone             None
exchange_rate_types
  ExchangeRateSingle  Single
  ExchangeRatePeriod  Period
  ExchangeRateBoth    Both
financial_report_layout_types
  ProfitAndLoss  Profit and Loss
  BalanceSheet   Balance Sheet
financial_report_row_layout_debit_or_credit_types
  Debit   Debit
  Credit  Credit
  Both    Debit and Credit
financial_report_row_layout_position_types
  Left   Left
  Right  Right
financial_report_row_line_types
  Heading  Heading
  Detail   Detail
  Total    Total
tax_account_entry_types
  TaxAccountEntrySales       Sales
  TaxAccountEntryPurchase    Purchase
  TaxAccountEntryAdjustment  Adjustment
trader_account_types
  TradingAccountTypeOpenItem        Open Item
  TradingAccountTypeBalanceForward  Balance Forward
trader_location_types
  TraderLocationHome       Home
  TraderLocationEC         European Union
  TraderLocationRestOfWorld Rest of World
trader_payment_terms
  PaymentDueFromDocumentDate   Document Date
  PaymentDueFromEndOfMonth     End of Month
  PaymentDueFromCalendarMonth  Calendar Month
trader_transaction_types
  TradingAccountEntryTypeDeletedRecord                  Deleted Record
  TradingAccountEntryTypePurchasePaymentSalesReceipt    Purchase Payment, Sales Receipt
  TradingAccountEntryTypePurchaseReceiptSalesPayment    Purchase Receipt, Sales Payment
  TradingAccountEntryTypeNOTUSED                        Not Used
  TradingAccountEntryTypeInvoice                        Invoice
  TradingAccountEntryTypeCreditNote                     Credit Note
  TradingAccountEntryTypeOpeningBalanceInvoice          Opening Balance Invoice
  TradingAccountEntryTypeOpeningBalanceCreditNote       Opening Balance Credit Note
trading_revaluation_allocation_entry_types
  RevaluationEntryNone        None
  RevaluationEntryRevaluation Revaluation
  RevaluationEntryReversal    Reversal
"""
_GENERAL = """
accounting_period_validation_types
  AccountingPeriodValidationNone    None
  AccountingPeriodValidationWarn    Warning
  AccountingPeriodValidationRefuse  Open Periods Only
ledger_types
  LedgerNotSpecified    Not Specified
  LedgerSales           Sales Ledger
  LedgerPurchase        Purchase Ledger
  LedgerNominal         Nominal Ledger
  LedgerPayroll         Payroll
  LedgerProjectCosting  Project Costing
  LedgerStockControl    Stock Control
  LedgerSOP             Sales Order Processing
  LedgerPOP             Purchase Order Processing
  LedgerInvoicing       Invoicing
  LedgerCashBook        Cash Book
  LedgerBOM             Bill of Materials
  LedgerFixedAssets     Fixed Assets
  LedgerRetail          Retail
  LedgerManufacturing   Manufacturing
  LedgerWebAPI          Web API
  LedgerBankFeeds       Bank Feeds
  LedgerEducation       Education
  LedgerExcelReporting  Excel Reporting
  LedgerBI              Business Intelligence
  LedgerPriceBook       Price Book
  LedgerTax             Tax
  LedgerUnknownSource   Unknown Source
time_unit_types
  EnumTimeUnitDay    Day
  EnumTimeUnitWeek   Week
  EnumTimeUnitMonth  Month
  EnumTimeUnitYear   Year
transaction_date_validation_classifications
  TransactionDateNormal   Normal
  TransactionDateWarning  Warning
  TransactionDateRefused  Refused
transaction_date_validation_types
  TransactionDateValidationNone     None
  TransactionDateValidationDays     Days around Today
  TransactionDateValidationPeriods  Accounting Periods
update_modes
  UpdateModeOnline  At Once
  UpdateModeBatch   Deferred
"""


def ledger_lists() -> Tables:
    """All of them."""
    return fixed_lists(_FINANCIALS) | fixed_lists(_GENERAL)
