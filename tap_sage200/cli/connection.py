"""The connection of a command to Sage. It has the same parts as in a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.api.client import Sage200Client
from tap_sage200.api.request import Request
from tap_sage200.auth import authenticator_for
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.config.companies import Sites
from tap_sage200.errors import ConfigurationError
from tap_sage200.records.body import parse_list
from tap_sage200.transport.session import HttpSession

if TYPE_CHECKING:
    from tap_sage200.api.token_renewals import Authenticator
    from tap_sage200.config.settings import Settings


@dataclass(frozen=True, slots=True)
class Connection:
    """The session, the authenticator and the API client of a command."""

    settings: Settings
    session: HttpSession
    authenticator: Authenticator
    client: Sage200Client

    def sites(self) -> Sites:
        """Return the companies that the user may see.

        Raises:
            RunError: Sage cannot be reached, or refuses the token.
        """
        return Sites.of(self.client.get(Request("/sites"), parse_list).content)


def connect(settings: Settings, *, clock: Clock = SYSTEM_CLOCK) -> Connection:
    """Prepare a connection. No request is sent.

    Raises:
        ConfigurationError: A certificate or the proxy cannot be used, or a request would use up the refresh token.
    """
    if settings.refresh_token and not settings.keeps_tokens:
        raise ConfigurationError(problems.tokens.NO_PLACE_FOR_NEXT)
    session = HttpSession(settings)
    authenticator = authenticator_for(settings, session, clock=clock)
    client = Sage200Client(settings, session, authenticator, clock=clock)
    return Connection(settings, session, authenticator, client)
