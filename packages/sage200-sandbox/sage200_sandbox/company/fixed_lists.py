"""The rows that come with Sage: fixed lists of ids, values and descriptions, countries and currencies.

These values are documented or seen: account statuses, exchange rates, payment terms, transaction types of customers and
suppliers, ledgers, and the values of products, product groups, warehouses and prices. The ids of document statuses are
documented or seen too. The order of the other values and all descriptions are inferred. Lists without a known value are
generated like other tables.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.office import SET_UP, UPGRADE

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_LISTS = """
account_status_types AccountStatus: Active Hidden
allocation_status_types AllocationStatus: None Part Full
auto_generate_option_types Enum: DoNotGenerate
bank_account_types BankAccountType: Current Deposit
bank_entry_types BankTransactionType: OpeningBalance Receipt Payment Transfer
bom_item_types EnumBOMItemType: Component
confirmation_intent_types : ConfirmOnDespatch ConfirmOnInvoice NoConfirmation
control_nominal_code_types ControlAccount: Debtors Creditors DefaultBank OutputTax InputTax ExchangeDifferences
  RetainedProfit Suspense
costing_method_types EnumCostingMethodType: FIFO Average Standard Actual
exchange_rate_amendability_types ExchangeAmendability: AllTransactions
exchange_rate_types ExchangeRate: Single Period Both
financial_report_layout_types : ProfitAndLoss BalanceSheet
fulfilment_method_types Enum: FulfilmentFromStock FulfilmentFromSupplierViaStock
  FulfilmentFromSupplierDirectToCustomer
head_office_types : Independent HeadOffice Branch
label_printing_option_types Enum: NotRequired
landed_costs_types Enum: NotApplicable
ledger_types Ledger: NotSpecified Sales Purchase Nominal Payroll ProjectCosting StockControl SOP POP Invoicing CashBook
  BOM FixedAssets Retail Manufacturing WebAPI BankFeeds Education ExcelReporting BI PriceBook Tax UnknownSource
nominal_account_entry_location_types AccountEntryLocation: Current
nominal_account_types NominalAccountType: Posting Group Memo
nominal_budget_types NominalBudgetType: None Annual
nominal_report_category_types : Asset Liability Income Expense
nominal_reporting_types : BalanceSheet ProfitAndLoss
order_line_item_types EnumLineType: Standard FreeText Charge Comment
order_return_line_types EnumLineType: Standard FreeText Charge Comment
payment_types PaymentType: Cheque BACS
pop_authorisation_status_types EnumAuthorisationStatus: NotRequired Awaiting Authorised Rejected
pop_document_print_status_types EnumDocumentPrintStatus: NotPrinted Printed Reprint
pop_document_process_status_types EnumDocumentProcessStatus: None Part Full
pop_document_status_types EnumDocumentStatus: Live OnHold Complete Dispute Cancelled Draft Printed
pop_invoice_credit_types EnumInvoiceCreditType: Invoice Credit
pop_trade_line_status_types EnumLineStatus: None Part Fully
price_band_types : Universal
pricing_source_types : LastBuyingPrice StandardCost
pricing_types EnumTradePricingType: UnitPrice
product_status_types EnumStockItemStatusType: Active Inactive Obsolete
product_transaction_group_types EnumTransactionGroup: In Out
product_transaction_types EnumTransactionType: OpeningStock GoodsReceived GoodsDespatched GoodsReturned AdjustmentIn
product_types EnumStockItemType: Stock Service Miscellaneous
sop_back_to_back_status_types EnumBackToBackStatus: PONotReq
sop_confirmation_intent_types : ConfirmOnDespatch ConfirmOnInvoice NoConfirmation
sop_customer_types EnumCustomerType: Credit Cash Prospect
sop_document_process_status_types EnumDocumentProcessStatus: None Part Full
sop_document_status_types EnumDocumentStatus: Live OnHold Complete Dispute Cancelled Draft Printed Lost
sop_document_types EnumDocumentType: SalesOrder SalesReturn Proforma Quotation
sop_invoice_credit_types EnumInvoiceCreditType: Invoice Credit
sop_show_on_picking_list_types : Show DoNotShow ShowButExclude
sop_trade_line_status_types EnumLineStatus: None Part Fully
source_area_types EnumSourceArea: Stock SalesOrders PurchaseOrders
tax_account_entry_types TaxAccountEntry: Sales Purchase
traceable_types EnumTraceableType: None Batch Serial
trader_account_types TradingAccountType: OpenItem BalanceForward
trader_payment_terms PaymentDueFrom: DocumentDate EndOfMonth CalendarMonth
trader_transaction_types TradingAccountEntryType: DeletedRecord PurchasePaymentSalesReceipt
  PurchaseReceiptSalesPayment NOTUSED Invoice CreditNote OpeningBalanceInvoice OpeningBalanceCreditNote
trading_revaluation_allocation_entry_types RevaluationEntry: None
warehouse_types EnumWarehouseType: Own
"""
_COUNTRIES = """
AU Australia, AT+ Austria, BE+ Belgium, BG+ Bulgaria, HR+ Croatia, CY+ Cyprus, CZ+ Czech Republic, DK+ Denmark,
EE+ Estonia, FI+ Finland, FR+ France, DE+ Germany, GB Great Britain, GR+ Greece, HU+ Hungary, IE+ Ireland
"""
_CURRENCIES = ((46, "EUR", "Euro"), (49, "GBP", "Pound Sterling"), (150, "USD", "US Dollar"))
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def tables() -> Tables:
    """All fixed lists, countries and currencies. They are the same in every company."""
    lists = (line.split(maxsplit=2) for line in _LISTS.strip().replace("\n  ", " ").splitlines())
    return {
        **{table: fixed_list(table, prefix.rstrip(":"), values.split()) for table, prefix, values in lists},
        "country_codes": [
            _brought("country_codes", id=id_, code=sign[:2], name=name, eu_member=sign.endswith("+"))
            for id_, (sign, name) in enumerate((one.split(maxsplit=1) for one in _COUNTRIES.split(",")), start=1)
        ],
        "currency_iso_codes": [
            _brought("currency_iso_codes", id=id_, code=code, name=name) for id_, code, name in _CURRENCIES
        ],
    }


def fixed_list(table: str, prefix: str, values: list[str]) -> list[Row]:
    """The rows of a fixed list. Ids start at 0, as in the two lists of which a row was seen."""
    return [
        blank(table, id=id_, value=prefix + value, description=_WORD.sub(" ", value))
        for id_, value in enumerate(values)
    ]


def _brought(table: str, **values: Value) -> Row:
    """A row that comes with Sage. It was created with the company and updated by the upgrade (seen)."""
    created = SET_UP + timedelta(hours=13, minutes=38, seconds=48)
    return blank(table, date_time_created=created, date_time_updated=UPGRADE, **values)
