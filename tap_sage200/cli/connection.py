"""The connection to Sage that a command uses: the same parts as in a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_sage200.api.client import Sage200Client
from tap_sage200.api.request import Request
from tap_sage200.auth import authenticator_for
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import ConfigurationError
from tap_sage200.records.body import parse_rows
from tap_sage200.transport.session import HttpSession

if TYPE_CHECKING:
    from tap_sage200.api.client import Authenticator
    from tap_sage200.config.settings import Settings
    from tap_sage200.records.body import SageRow


@dataclass(frozen=True, slots=True)
class Connection:
    """What a command needs to ask Sage."""

    settings: Settings
    session: HttpSession
    authenticator: Authenticator
    client: Sage200Client

    def sites(self) -> list[SageRow]:
        """Ask for the companies that the user may see, one row each.

        Raises:
            RunError: Sage cannot be asked.
        """
        return self.client.get(Request("/sites"), parse_rows).content


def connect(settings: Settings, *, clock: Clock = SYSTEM_CLOCK) -> Connection:
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
    session = HttpSession(settings)
    authenticator = authenticator_for(settings, session.post, clock=clock)
    client = Sage200Client(settings, session, authenticator, clock=clock)
    return Connection(settings, session, authenticator, client)
