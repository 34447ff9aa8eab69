"""Documents: types, layouts, and the contact roles that receive them."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, reference, table, text


class DocumentLayouts(ResourceStream):
    """A layout for printing or e-mailing documents."""

    name = "document_layouts"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        reference("sys_document_type_id", "document_types", "Type of document that the layout prints (inferred)."),
        text("name"),
        text("layout", "Layout file (inferred)."),
        flag("is_default"),
        *AUDIT,
    )


class DocumentTypes(ResourceStream):
    """A type of document for customers or suppliers, and the contact role that receives it."""

    name = "document_types"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("value", "Name of the type, as used in other tables (inferred)."),
        text("description"),
        text("used_in_module"),
        flag("is_mandatory"),
        reference("trader_contact_role_id", "trader_contact_roles", "Contact role that receives the document."),
        *AUDIT,
    )


class TraderContactRoles(ResourceStream):
    """A role of a contact at a customer or supplier, such as receiving statements."""

    name = "trader_contact_roles"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("role"),
        flag("is_default_role"),
        flag("is_mandatory", "Whether each account needs a contact in this role (inferred)."),
        flag("use_for_customer_accounts"),
        flag("use_for_supplier_accounts"),
        flag("use_with_documents", "Whether documents can be sent to this role; see `document_types`."),
        *AUDIT,
    )
