"""Fixed lists for all ledgers: accounts, exchange rates, transactions and report layouts."""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import (
    ACCOUNT_STATUS_TYPES,
    EXCHANGE_RATE_AMENDABILITY_TYPES,
    EXCHANGE_RATE_TYPES,
    TRADER_ACCOUNT_TYPES,
    TRADER_PAYMENT_TERMS,
    TRADER_TRANSACTION_TYPES,
)


class AccountStatusTypes(FixedList):
    """Status of an account, such as active or hidden. `AccountStatusActive` has the id 0 (seen)."""

    name = "account_status_types"
    known_values = ACCOUNT_STATUS_TYPES


class AgedBalancesAgeingTypes(FixedList):
    """Basis for ageing balances: transaction date, due date or calendar month (inferred)."""

    name = "aged_balances_ageing_types"
    introduced = "2020-09-16"


class AllocationStatusTypes(FixedList):
    """Allocation status of a transaction (inferred)."""

    name = "allocation_status_types"
    introduced = "2020-09-16"


class ContactNumberTypes(FixedList):
    """Type of a contact's number: telephone, fax, mobile and others (inferred)."""

    name = "contact_number_types"


class CurrencyTransactionTypes(FixedList):
    """Transaction types that determine the exchange rate of a currency (inferred)."""

    name = "currency_transaction_types"
    introduced = "2021-07-26"


class ExchangeRateAmendabilityTypes(FixedList):
    """Which transactions may override the exchange rate of a currency."""

    name = "exchange_rate_amendability_types"
    introduced = "2020-09-16"
    known_values = EXCHANGE_RATE_AMENDABILITY_TYPES


class ExchangeRateTypes(FixedList):
    """Type of exchange rate: one rate until changed, one rate per period, or both."""

    name = "exchange_rate_types"
    known_values = EXCHANGE_RATE_TYPES


class FinancialReportLayoutTypes(FixedList):
    """Type of a financial report layout: profit and loss account or balance sheet (inferred)."""

    name = "financial_report_layout_types"


class FinancialReportRowLayoutDebitOrCreditTypes(FixedList):
    """Balances that a report row shows: debit, credit or both (inferred)."""

    name = "financial_report_row_layout_debit_or_credit_types"


class FinancialReportRowLayoutPositionTypes(FixedList):
    """Report column that holds the figure of a row (inferred)."""

    name = "financial_report_row_layout_position_types"


class FinancialReportRowLineTypes(FixedList):
    """Type of a report row: heading, categories, total and others."""

    name = "financial_report_row_line_types"


class TaxAccountEntryTypes(FixedList):
    """Origin of an entry in a VAT account: sale, purchase or adjustment (inferred)."""

    name = "tax_account_entry_types"
    introduced = "2020-09-16"


class TraderAccountTypes(FixedList):
    """Account type of a customer or supplier: open item or balance forward (inferred)."""

    name = "trader_account_types"
    edition = "professional"
    known_values = TRADER_ACCOUNT_TYPES


class TraderLocationTypes(FixedList):
    """Location of a customer or supplier for VAT: domestic, EU or outside the EU (inferred)."""

    name = "trader_location_types"


class TraderPaymentTerms(FixedList):
    """Basis of payment terms: document date or end of month."""

    name = "trader_payment_terms"
    introduced = "2020-09-16"
    known_values = TRADER_PAYMENT_TERMS


class TraderTransactionTypes(FixedList):
    """Type of a customer or supplier transaction: invoice, credit note, receipt, payment and others."""

    name = "trader_transaction_types"
    known_values = TRADER_TRANSACTION_TYPES


class TradingRevaluationAllocationEntryTypes(FixedList):
    """Type of an entry in the allocation history of a transaction: allocation or revaluation (inferred)."""

    name = "trading_revaluation_allocation_entry_types"
    introduced = "2020-09-16"
