"""Documents: their types and layouts, and the role of the contact that receives them."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, reference, table, text


class DocumentLayouts(ResourceStream):
    """A form that documents are printed or mailed with."""

    name = "document_layouts"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        reference("sys_document_type_id", "document_types", "What it prints (inferred)."),
        text("name"),
        text("layout", "The file of the layout (inferred)."),
        flag("is_default"),
        *AUDIT,
    )


class DocumentTypes(ResourceStream):
    """A kind of document that is sent to customers or suppliers, with the contact it goes to."""

    name = "document_types"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("value", "Name of the kind, as other tables carry it (inferred)."),
        text("description"),
        text("used_in_module"),
        flag("is_mandatory"),
        reference("trader_contact_role_id", "trader_contact_roles", "The role whose contact receives it."),
        *AUDIT,
    )


class TraderContactRoles(ResourceStream):
    """A part that a contact plays at a customer or supplier, such as the one who receives statements."""

    name = "trader_contact_roles"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("role"),
        flag("is_default_role"),
        flag("is_mandatory", "Whether each account needs a contact in it (inferred)."),
        flag("use_for_customer_accounts"),
        flag("use_for_supplier_accounts"),
        flag("use_with_documents", "Whether kinds of documents may be sent to it; see `document_types`."),
        *AUDIT,
    )
