"""What documents there are, what they are printed with, who of a trader's contacts receives them, and credit.

All names are inferred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.fixed import brought
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_SALES, _PURCHASE, _NOMINAL = "Sales", "Purchase", "Nominal"
_SOP, _POP = "Sales Orders", "Purchase Orders"
_ROLES = (
    ("Account", True, True),
    ("Send Invoice To", True, False),
    ("Send Statement To", True, False),
    ("Send Order To", True, True),
    ("Send Remittance To", False, True),
    ("Send Credit Note To", True, False),
)
_DOCUMENTS = (
    ("Invoice", "Invoice", _SALES, "Send Invoice To"),
    ("CreditNote", "Credit Note", _SALES, "Send Credit Note To"),
    ("Statement", "Statement", _SALES, "Send Statement To"),
    ("SopQuote", "Quotation", _SOP, "Send Order To"),
    ("SopProforma", "Pro Forma Invoice", _SOP, "Send Order To"),
    ("SopOrderAcknowledgement", "Order Acknowledgement", _SOP, "Send Order To"),
    ("SopDespatchNote", "Despatch Note", _SOP, "Account"),
    ("PopOrder", "Purchase Order", _POP, "Send Order To"),
    ("RemittanceAdvice", "Remittance Advice", _PURCHASE, "Send Remittance To"),
    ("FinancialReport", "Financial Report", _NOMINAL, ""),
)


def tables(made: Tables) -> Tables:
    """Roles of contacts, types of documents, their layouts, and the standings of credit control."""
    roles = _trader_contact_roles()
    types = _document_types(roles)
    return {
        "trader_contact_roles": roles,
        "document_types": types,
        "document_layouts": [*_layouts_of_documents(types), *_layouts_of_reports(made, types)],
        "credit_bureaus": _credit_bureaus(),
        "credit_positions": [
            brought("credit_positions", id=id_, name=name, is_default=id_ == 1)
            for id_, name in enumerate(("Good", "Watch", "Collection", "Legal"), start=1)
        ],
    }


def _trader_contact_roles() -> list[Row]:
    return [
        brought(
            "trader_contact_roles",
            id=id_,
            role=role,
            is_default_role=id_ == 1,
            is_mandatory=id_ == 1,
            use_for_customer_accounts=for_customers,
            use_for_supplier_accounts=for_suppliers,
            use_with_documents=True,
        )
        for id_, (role, for_customers, for_suppliers) in enumerate(_ROLES, start=1)
    ]


def _document_types(roles: list[Row]) -> list[Row]:
    role = by(roles, "role")
    return [
        brought(
            "document_types",
            id=id_,
            value=value,
            description=description,
            used_in_module=module,
            is_mandatory=value in {"Invoice", "PopOrder"},
            trader_contact_role_id=role[receiver]["id"] if receiver else 0,
        )
        for id_, (value, description, module, receiver) in enumerate(_DOCUMENTS, start=1)
    ]


def _layouts_of_documents(types: list[Row]) -> list[Row]:
    """One for each document but the reports, whose layouts have their own ids; invoices have a second one."""
    names = [(row, f"{row['description']} - Standard", True) for row in types[:-1]]
    names.append((types[0], "Invoice - Landscape", False))
    return [
        brought(
            "document_layouts",
            id=id_,
            sys_document_type_id=row["id"],
            name=name,
            layout=f"{name}.layout",
            is_default=is_default,
        )
        for id_, (row, name, is_default) in enumerate(names, start=1)
    ]


def _layouts_of_reports(made: Tables, types: list[Row]) -> list[Row]:
    names = {
        row["financial_report_layout_id"]: row["financial_report_layout_name"]
        for row in made["financial_report_layout_views"]
    }
    return [
        brought(
            "document_layouts",
            id=id_,
            sys_document_type_id=types[-1]["id"],
            name=name,
            layout=f"{name}.layout",
            is_default=True,
        )
        for id_, name in names.items()
    ]


def _credit_bureaus() -> list[Row]:
    return [
        brought(
            "credit_bureaus",
            id=id_,
            name=name,
            website=f"www.{host}.example",
            checking_url=f"https://www.{host}.example/check",
            is_default=id_ == 1,
        )
        for id_, (name, host) in enumerate((("Credit Check", "creditcheck"), ("Trade Record", "traderecord")), start=1)
    ]
