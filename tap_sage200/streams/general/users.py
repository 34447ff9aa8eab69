"""The people who work in Sage, what they mail, how they address contacts, and what flows note."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, since, since_each, table, text, timestamp, whole


class CurrentUser(ResourceStream):
    """The person in whose name the rows were read: one row.

    Tells of the reading more than of the company, so it is read on demand.
    """

    name = "current_user"
    timestamps = ()
    created = None
    singleton = True
    selected_by_default = False
    schema = table(
        *since("2024-02-05", identifier("id", "As in `users` (inferred). Versions before 2024 send none: 0 then.")),
        text("logon_name"),
        text("friendly_name"),
        text("email_address"),
        flag("is_web_user"),
        *since("2020-09-16", timestamp("last_logon_date_time")),
    )


class FlowStates(ResourceStream):
    """What an automated flow between Sage and other programs has noted for its next run (inferred).

    A flow may write anything here, so it is read on demand.
    """

    name = "flow_states"
    selected_by_default = False
    schema = table(
        identifier("id"),
        text("flow_id", "The flow that wrote it; a text, not the key of a table."),
        text("value"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class PendingEmails(ResourceStream):
    """An e-mail that Sage has made and not yet sent. Rows go when sent, so a table may be empty by rights."""

    name = "pending_emails"
    schema = table(
        identifier("id"),
        text("email_type", "What it carries, such as a statement or an order."),
        text("email_address"),
        text("email_subject"),
        text("email_body"),
        whole("user_number"),
        text("user_name"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class Salutations(ResourceStream):
    """A form of address for contacts, such as Mr or Dr."""

    name = "salutations"
    schema = table(
        identifier("id"),
        text("code"),
        text("description"),
        flag("is_default"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class Users(ResourceStream):
    """A person who may work in Sage: no more than the name."""

    name = "users"
    timestamps = ()
    created = None
    schema = table(identifier("id"), text("name"))
