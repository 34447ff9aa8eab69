"""Users, their pending e-mails, salutations of contacts, and states of automated flows."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, since, since_each, table, text, timestamp, whole


class CurrentUser(ResourceStream):
    """The user that the tap signs in as: one row per company.

    It describes the connection rather than the company, so it is not selected by default.
    """

    name = "current_user"
    timestamps = ()
    created = None
    singleton = True
    selected_by_default = False
    schema = table(
        *since(
            "2024-02-05",
            identifier("id", "Matches `users.id` (inferred); 0 for Sage versions before 2024, which send none."),
        ),
        text("logon_name"),
        text("friendly_name"),
        text("email_address"),
        flag("is_web_user"),
        *since("2020-09-16", timestamp("last_logon_date_time")),
    )


class FlowStates(ResourceStream):
    """A value that an automated flow between Sage and other programs stores for its next run (inferred).

    A flow may store anything here, so the table is not selected by default.
    """

    name = "flow_states"
    selected_by_default = False
    schema = table(
        identifier("id"),
        text("flow_id", "The flow that stored the value; text, not the key of a table."),
        text("value"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class PendingEmails(ResourceStream):
    """An e-mail that Sage has created but not yet sent. Sage removes sent e-mails, so an empty table is normal."""

    name = "pending_emails"
    schema = table(
        identifier("id"),
        text("email_type", "Content of the e-mail, such as a statement or an order."),
        text("email_address"),
        text("email_subject"),
        text("email_body"),
        whole("user_number"),
        text("user_name"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class Salutations(ResourceStream):
    """A salutation for contacts, such as Mr or Dr."""

    name = "salutations"
    schema = table(
        identifier("id"),
        text("code"),
        text("description"),
        flag("is_default"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class Users(ResourceStream):
    """A Sage user: the name only."""

    name = "users"
    timestamps = ()
    created = None
    schema = table(identifier("id"), text("name"))
