"""How the purchase ledger, purchase orders, the nominal ledger and the cash book are set up: a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.authorisations import AUTHORISED_FROM
from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.homes import STANDARD
from sage200_sandbox.company.ledger import FROM_DOCUMENT_DATE
from sage200_sandbox.company.nominal import PRICE_VARIANCE, account_of
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row


def tables(office: Office, made: Tables) -> Tables:
    """The settings of the four modules."""
    return {
        "purchase_ledger_settings": [_purchase_ledger(office, made)],
        "pop_settings": [_purchase_orders(office, made)],
        "nominal_ledger_settings": [_nominal_ledger(office)],
        "cash_book_settings": [
            blank(
                "cash_book_settings",
                id=office.next_id(),
                default_bank_account_id=by(made["banks"], "code")["CURRENT"]["id"],
            )
        ],
    }


def _purchase_ledger(office: Office, made: Tables) -> Row:
    return blank(
        "purchase_ledger_settings",
        next_account_number=len(made["suppliers"]) + 1,
        allow_additional_trans_analysis=True,
        use_transaction_date_for_allocation=True,
        keep_transactions_for=36,
        archive_transaction_after_keeping=True,
        maximum_enquiry_transactions_to_display=1000,
        show_outstanding_transactions=True,
        max_cheque_value=10000,
        default_tax_code_id=by(made["tax_codes"], "code")[STANDARD]["id"],
        default_terms_agreed=True,
        no_of_reporting_periods=12,
        default_payment_terms_basis=FROM_DOCUMENT_DATE,
        default_payment_terms_days=30,
        use_account_periods_as_trading_periods=True,
        use_invoice_authorisation=True,
        authorisation_threshold_value=AUTHORISED_FROM,
        all_accounts_use_same_payment_method=True,
        organisation_supplier_payment_group_id=made["payment_groups"][0]["id"],
        **office.master("purchase_ledger_settings"),
    )


def _purchase_orders(office: Office, made: Tables) -> Row:
    codes = {account_of(row): row for row in made["nominal_codes"]}
    return blank(
        "pop_settings",
        auto_gen_order_return_nos=True,
        show_quantity_goods_received=True,
        amend_analysis_codes=True,
        amend_nominal_codes=True,
        user_logon_as_order_taker=True,
        variances_nominal_account_reference=PRICE_VARIANCE.reference,
        variances_nominal_cost_centre=PRICE_VARIANCE.cost_centre,
        variances_nominal_department=PRICE_VARIANCE.department,
        record_cancelled_order_lines=True,
        allow_manual_direct_delivery=True,
        price_difference_nominal_code_id=codes[PRICE_VARIANCE]["id"],
        applicable_order_lines_exist=True,
        use_order_exchange_rate_for_prices=True,
        pop_order_generation_type=made["pop_order_generation_types"][0]["value"],
        default_free_text_confirm_intent_type="ConfirmOnDespatch",
        default_service_labour_confirm_intent_type="ConfirmOnDespatch",
        allow_unauthorised_order_processing=True,
        requisition_mandatory_supplier=True,
        **office.master("pop_settings"),
    )


def _nominal_ledger(office: Office) -> Row:
    """A posting is kept for as long as its nominal code says; codes may be consolidated, though none is yet."""
    return blank(
        "nominal_ledger_settings",
        allow_additional_trans_analysis=True,
        is_consolidation_enabled=True,
        keep_nominal_transactions=True,
        months_to_keep_transactions=24,
        **office.master("nominal_ledger_settings"),
    )
