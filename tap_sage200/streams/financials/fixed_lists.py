"""What all ledgers share: the fixed lists behind accounts, rates, transactions and report layouts."""

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
    """Whether an account may be used: active, hidden and the like. The id of `AccountStatusActive` is 0 (seen)."""

    name = "account_status_types"
    known_values = ACCOUNT_STATUS_TYPES


class AgedBalancesAgeingTypes(FixedList):
    """What a balance is aged by: date of the transaction, due date or calendar month (inferred)."""

    name = "aged_balances_ageing_types"
    introduced = "2020-09-16"


class AllocationStatusTypes(FixedList):
    """How far an entry of an account is matched with others (inferred)."""

    name = "allocation_status_types"
    introduced = "2020-09-16"


class ContactNumberTypes(FixedList):
    """What a number of a contact is for: telephone, fax, mobile and the like (inferred)."""

    name = "contact_number_types"


class CurrencyTransactionTypes(FixedList):
    """The kinds of transaction that tell which rate of a currency holds (inferred)."""

    name = "currency_transaction_types"
    introduced = "2021-07-26"


class ExchangeRateAmendabilityTypes(FixedList):
    """Which transactions may depart from the rate kept with a currency."""

    name = "exchange_rate_amendability_types"
    introduced = "2020-09-16"
    known_values = EXCHANGE_RATE_AMENDABILITY_TYPES


class ExchangeRateTypes(FixedList):
    """Whether a currency has one rate until it is changed, one a period, or both."""

    name = "exchange_rate_types"
    known_values = EXCHANGE_RATE_TYPES


class FinancialReportLayoutTypes(FixedList):
    """What a report layout is for: profit and loss account or balance sheet (inferred)."""

    name = "financial_report_layout_types"


class FinancialReportRowLayoutDebitOrCreditTypes(FixedList):
    """Which balances a row of a report shows: debit, credit or both (inferred)."""

    name = "financial_report_row_layout_debit_or_credit_types"


class FinancialReportRowLayoutPositionTypes(FixedList):
    """In which column of a report the figure of a row stands (inferred)."""

    name = "financial_report_row_layout_position_types"


class FinancialReportRowLineTypes(FixedList):
    """What a row of a report is: heading, categories, total and the like."""

    name = "financial_report_row_line_types"


class TaxAccountEntryTypes(FixedList):
    """What an entry of a VAT account comes from: a sale, a purchase, an adjustment (inferred)."""

    name = "tax_account_entry_types"
    introduced = "2020-09-16"


class TraderAccountTypes(FixedList):
    """How an account of a customer or supplier is kept: open item or balance forward (inferred)."""

    name = "trader_account_types"
    edition = "professional"
    known_values = TRADER_ACCOUNT_TYPES


class TraderLocationTypes(FixedList):
    """Where a customer or supplier is, as far as VAT cares: at home, in the EU, beyond (inferred)."""

    name = "trader_location_types"


class TraderPaymentTerms(FixedList):
    """What the days of payment terms count from: the date of the document or an end of month."""

    name = "trader_payment_terms"
    introduced = "2020-09-16"
    known_values = TRADER_PAYMENT_TERMS


class TraderTransactionTypes(FixedList):
    """What an entry of a customer's or supplier's account is: invoice, credit note, receipt, payment."""

    name = "trader_transaction_types"
    known_values = TRADER_TRANSACTION_TYPES


class TradingRevaluationAllocationEntryTypes(FixedList):
    """What an entry is in the revaluing of foreign balances and its allocation (inferred)."""

    name = "trading_revaluation_allocation_entry_types"
    introduced = "2020-09-16"
