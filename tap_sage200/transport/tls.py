"""Whom to trust, and what to present: checked before the first request, which could not say what is wrong."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from tap_sage200.config.settings import Settings

BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""The variables of the environment that name whom to trust, the first one first."""


def trusted(settings: Settings) -> str | bool:
    """Return the authorities to trust: a file, a folder, True for those that come with the tap, False for anybody.

    The setting comes before the environment. SSL_CERT_FILE is the one that requests does not know, and that most
    other programs do.

    Raises:
        ConfigurationError: A file cannot be used; the message says who named it.
    """
    if not settings.verify_ssl:
        return False
    named = {"ca_bundle": settings.ca_bundle} | {name: os.environ.get(name) for name in BUNDLES}
    for name, path in named.items():
        if path:
            _check_bundle(name, path)
            return path
    return True


def presented(settings: Settings) -> str | tuple[str, str] | None:
    """Return the client certificate, with the file of its key where that is another one; None for no certificate.

    Raises:
        ConfigurationError: It cannot be used, or the key is not its key.
    """
    certificate, key = settings.client_certificate, settings.client_key
    if certificate is None:
        return None
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(certificate, key, password=_no_password)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise ConfigurationError(problems.network.KEY_OF_OTHER_CERTIFICATE) from error
        raise ConfigurationError(problems.network.CLIENT_CERTIFICATE_UNUSABLE) from error
    except OSError as error:
        raise ConfigurationError(problems.network.CLIENT_CERTIFICATE_UNREADABLE, reason=error.strerror) from error
    return (certificate, key) if key else certificate


def _check_bundle(name: str, path: str) -> None:
    try:
        folder = path if Path(path).is_dir() else None
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(None if folder else path, folder)
    except ssl.SSLError as error:
        raise ConfigurationError(problems.network.BUNDLE_UNUSABLE, name=name) from error
    except OSError as error:
        raise ConfigurationError(problems.network.BUNDLE_UNREADABLE, name=name, reason=error.strerror) from error


def _no_password() -> str:
    # Without an answer OpenSSL would ask on the terminal.
    return ""
