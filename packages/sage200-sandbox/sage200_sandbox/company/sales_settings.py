"""How sales is set up: the settings of ledger and orders, who may do what, ways to pay, and terms of trade."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.homes import STANDARD
from sage200_sandbox.company.ledger import FROM_DOCUMENT_DATE
from sage200_sandbox.company.lines import STANDARD as STANDARD_LINE
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

AGEING_TERMS = "StatementAgeingTermsDueDate"
_FINANCE_CHARGES = (Decimal("0.00"), Decimal("1.50"), Decimal("2.00"))
_INCOTERMS = ("Ex works", "Delivered at place", "Delivered duty paid")
_EXPORT_REASONS = ("Sale", "Repair", "Sample")
_PAYMENT_METHODS = (
    ("Cash", "Cash", "CURRENT"),
    ("Transfer", "Bank transfer", "CURRENT"),
    ("Foreign", "Transfer in foreign currency", "FOREIGN"),
)


def tables(office: Office, made: Tables) -> Tables:
    """The settings of sales."""
    mine = sop_user_permissions(office, warehouse=made["warehouses"][0])
    return {
        "sales_ledger_settings": sales_ledger_settings(office, tax=by(made["tax_codes"], "code")[STANDARD]),
        "finance_charges": finance_charges(office),
        "sop_settings": sop_settings(office),
        "sop_user_permissions": mine,
        "current_user_sop_user_permissions": [dict(row) for row in mine],
        "sop_payment_methods": sop_payment_methods(office, banks=made["banks"]),
        "sop_incoterms": _named(office, "sop_incoterms", _INCOTERMS),
        "sop_export_reasons": _named(office, "sop_export_reasons", _EXPORT_REASONS),
    }


def sales_ledger_settings(office: Office, *, tax: Row) -> list[Row]:
    """The one row of settings of the sales ledger."""
    return [
        blank(
            "sales_ledger_settings",
            copy_statements_for_head_offices=True,
            keep_transactions_for=36,
            archive_transaction_after_keeping=True,
            maximum_enquiry_transactions_to_display=500,
            show_outstanding_transactions=True,
            tax_recovery_period=6,
            default_tax_code_id=tax["id"],
            default_terms_agreed=True,
            no_of_reporting_periods=12,
            default_payment_terms_basis=FROM_DOCUMENT_DATE,
            default_payment_terms_days=30,
            use_account_periods_as_trading_periods=True,
            statement_terms="StatementTermsOutstandingTransactions",
            statement_ageing_terms=AGEING_TERMS,
            **office.master("sales_ledger_settings"),
        )
    ]


def finance_charges(office: Office) -> list[Row]:
    """What customers who pay late may be charged."""
    return [
        blank("finance_charges", code=code, finance_charge_percent=percent, **office.master("finance_charges"))
        for code, percent in enumerate(_FINANCE_CHARGES)
    ]


def sop_settings(office: Office) -> list[Row]:
    """The one row of settings of sales orders."""
    return [
        blank(
            "sop_settings",
            auto_generate_order_return_numbers=True,
            show_order_number_on_confirm=True,
            order_line_item_type=STANDARD_LINE,
            amend_analysis_codes=True,
            user_logon_as_order_taker=True,
            update_stock_on_despatch=True,
            record_cancelled_order_lines=True,
            print_picking_lists=True,
            add_invoice_credit_note_to_sales_ledger=True,
            print_despatch_notes=True,
            fully_paid_invoice_text="PAID IN FULL",
            terms_of_delivery_type="IntrastatTermsNotApplicable",
            default_free_text_confirm_intent_type="ConfirmOnDespatch",
            default_service_labour_confirm_intent_type="ConfirmOnDespatch",
            show_undespatched_items_on_despatch_note=True,
            intrastat_date_type="EnumIntrastatDateTypeDocument",
            record_tracking_on_despatch=True,
            number_of_days_for_frequent_items=90,
            minimum_number_of_lines_for_frequent_items=3,
            number_of_days_for_recent_items=30,
            **office.master("sop_settings"),
        )
    ]


def sop_user_permissions(office: Office, *, warehouse: Row) -> list[Row]:
    """What the one user may do with orders, and the warehouse that each way of entering them begins with."""
    kinds = ("rapid_order", "trade_order", "full_order", "invoice")
    return [
        blank(
            "sop_user_permissions",
            user_number=1,
            user_name=USER,
            view_profit_values=True,
            view_price_calculations=True,
            override_prices_discounts=True,
            generate_purchase_orders=True,
            **{f"{kind}_warehouse_id": warehouse["id"] for kind in kinds},
            **office.master("sop_user_permissions"),
        )
    ]


def sop_payment_methods(office: Office, *, banks: list[Row]) -> list[Row]:
    """How an order may be paid when it is placed, and into which bank."""
    bank = by(banks, "code")
    return [
        blank(
            "sop_payment_methods",
            name=name,
            description=description,
            bank_account_id=bank[code]["id"],
            currency_id=bank[code]["account_currency_id"],
            **office.master("sop_payment_methods"),
        )
        for name, description, code in _PAYMENT_METHODS
    ]


def _named(office: Office, table: str, names: tuple[str, ...]) -> list[Row]:
    """Rows of a table of names, of which the first is the default."""
    return [blank(table, name=name, is_default=name == names[0], **office.master(table)) for name in names]
