"""TLS: which certificate authorities to trust, and which client certificate to present.

Files are checked before the first request: the errors of a request do not say which file is wrong.
"""

from __future__ import annotations

import os
import platform
import ssl
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import certifi
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import ConnectionPool, HTTPSConnectionPool

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from tap_sage200.config.settings import Settings

BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""The environment variables that name a file or folder of certificate authorities, in order of precedence."""


def trusted(settings: Settings) -> str | bool:
    """Return the certificate authorities to trust.

    The setting takes precedence over the environment. requests ignores SSL_CERT_FILE, but most other programs read it.

    Returns:
        The path of a file or folder; True for the trust store of the operating system; False for no verification.

    Raises:
        ConfigurationError: A file cannot be used; the message names the setting or the variable.
    """
    if not settings.verify_ssl:
        return False
    named = {"ca_bundle": settings.ca_bundle} | {name: os.environ.get(name) for name in BUNDLES}
    for name, path in named.items():
        if path:
            _check_bundle(name, path)
            return path
    return True if _system_has_authorities() else certifi.where()


def presented(settings: Settings) -> str | tuple[str, str] | None:
    """Return the client certificate, with the file of its key if the key is in another file; None for no certificate.

    Raises:
        ConfigurationError: The certificate cannot be used, or the key belongs to another certificate.
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


class SystemTrustAdapter(HTTPAdapter):
    """Verifies servers and TLS proxies with the trust store of the operating system."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> ConnectionPool:  # noqa: ANN401 - as HTTPAdapter types them
        """Return the connection pool for a request; its new connections use the trust store."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        if isinstance(pool, HTTPSConnectionPool):
            pool.ConnectionCls = _with_system_trust(type(pool).ConnectionCls)
        return pool


class _SystemTrustConnection(HTTPSConnection):
    """A connection that is verified with the trust store of the operating system.

    Each connection has its own context, because truststore allows one handshake per context at a time.
    """

    def connect(self) -> None:
        """Connect to the server, or to the proxy and through it to the server."""
        self.ca_certs = None  # requests names certifi here, which would be trusted as well
        self.ssl_context = _system_trust()
        if self.proxy_config is not None:
            self.proxy_config = self.proxy_config._replace(ssl_context=_system_trust())
        super().connect()


@cache
def _with_system_trust(connection: type[Any]) -> type[Any]:
    """Combine with the connection class of a pool: SOCKS proxies have their own."""
    return type("SystemTrustConnection", (_SystemTrustConnection, connection), {})


def _system_trust() -> ssl.SSLContext:
    import truststore  # noqa: PLC0415 - the import takes 9 ms, which a run without TLS does not need

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.post_handshake_auth = True  # as urllib3: a server may request the client certificate after the handshake
    return context


def _system_has_authorities() -> bool:
    """Tell whether the trust store of the operating system has certificates. In a slim container it can be empty."""
    if platform.system() in {"Windows", "Darwin"}:
        return True
    paths = ssl.get_default_verify_paths()
    if paths.cafile or (paths.capath and any(Path(paths.capath).glob("*.[0-9]"))):
        return True
    # truststore knows more places. It looks at them when a connection begins.
    connection = _system_trust().wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="localhost")
    return connection.context.cert_store_stats()["x509"] > 0


def _check_bundle(name: str, path: str) -> None:
    try:
        folder = path if Path(path).is_dir() else None
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(None if folder else path, folder)
    except ssl.SSLError as error:
        raise ConfigurationError(problems.network.BUNDLE_UNUSABLE, name=name) from error
    except OSError as error:
        raise ConfigurationError(problems.network.BUNDLE_UNREADABLE, name=name, reason=error.strerror) from error


def _no_password() -> str:
    # Without a password here, OpenSSL would prompt for one on the terminal.
    return ""
