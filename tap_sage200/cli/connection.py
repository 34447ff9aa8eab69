"""The way to Sage that the settings describe: the one of a run, for a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_sage200.api.client import SageApi
from tap_sage200.api.request import Request
from tap_sage200.auth import access_for
from tap_sage200.errors import ConfigurationError
from tap_sage200.records.lenient import parse_rows
from tap_sage200.transport.session import Connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_sage200.api.client import Access
    from tap_sage200.config.settings import Settings
    from tap_sage200.records.lenient import Row


@dataclass(frozen=True, slots=True)
class WayIn:
    """What a command needs to ask Sage."""

    settings: Settings
    connection: Connection
    access: Access
    api: SageApi

    def sites(self) -> list[Row]:
        """Ask for the companies that the user may see, one row each.

        Raises:
            RunError: Sage cannot be asked.
        """
        return self.api.get(Request("/sites"), parse_rows).content


def way_in(settings: Settings, *, sleep: Callable[[float], None]) -> WayIn:
    """Prepare; nothing is asked.

    Raises:
        ConfigurationError: A certificate or the proxy cannot be used, or asking would cost the refresh token.
    """
    if settings.refresh_token and not settings.keeps_tokens:
        msg = (
            "Sage replaces a refresh token when it is used, and there is no place for the next one: this command would "
            "use up the one that is set. Set token_file or token_command first"
        )
        raise ConfigurationError(msg)
    connection = Connection(settings)
    access = access_for(settings, connection.post, sleep=sleep)
    return WayIn(settings, connection, access, SageApi(settings, connection, access, sleep=sleep))
