"""Network: DNS, proxy, TLS and timeouts."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

_CHECK_PROXY = "Check proxy_url, or HTTPS_PROXY where that is not set."
_PROXY_CREDENTIALS = (
    "Put user and password into proxy_url, as in http://user:password@proxy.example:8080, with %40 for an @ in them."
)
_CLIENT_CERTIFICATE = "Set client_certificate, and client_key where that file does not contain the key."
_MACHINES_WITH_CERTIFICATE = "The server, or your network, accepts only machines with a client certificate."

UNREACHABLE = Problem(
    message="{server} cannot be reached at {url}: {cause}",
    meaning="The connection failed, for the cause at the end: see the entries below. The tap retries.",
    action="Nothing, if a retry succeeds.",
    exit_code=0,
)
NO_CONNECTION = Problem(
    message="{server} cannot be reached at {url}: {cause}. {advice}",
    meaning="The connection failed, for the cause that is given: see below. Retries failed, or cannot help.",
    action="Do what the message says. If that does not help, ask IT whether this machine may reach that address.",
)
NO_CONNECTION_IN_RUN = Problem(
    message="{where}: {server} cannot be reached at {url}: {cause}. {advice}",
    meaning="As above. The message begins with the table and the company that the request was for.",
    action="Do what the message says, then run again. The state is kept.",
)
NAME_NOT_RESOLVED = Problem(
    message="the name {host} cannot be resolved",
    meaning="DNS does not know the name.",
    action="Check the address, and DNS on this machine. If only a proxy leads out, set proxy_url.",
)
CONNECTION_REFUSED = Problem(
    message="{host} refuses the connection",
    meaning="Nothing listens at this address and port, or a firewall refuses.",
    action="Check the address and its port, the network and its firewall.",
)
NOT_CONNECTED = Problem(
    message="no connection to {host}{reason}",
    meaning="A firewall may block id.sage.com or api.columbus.sage.com, port 443.",
    action="Check the address and its port, the network and its firewall. If only a proxy leads out, set proxy_url.",
)
CONNECTION_TIMEOUT = Problem(
    message="{host} did not accept the connection in time",
    meaning="A firewall may drop connections to id.sage.com or api.columbus.sage.com, port 443.",
    action="Check the network and its firewall. If only a proxy leads out, set proxy_url.",
)
CONNECTION_FAILED = Problem(
    message="the connection to {host} failed ({error})",
    meaning="The connection failed for another reason, which the brackets name.",
    action=f"Check the network. {_CHECK_PROXY}",
)
NO_RESPONSE_IN_TIME = Problem(
    message="{host} does not respond in time. {action}",
    meaning="`sage200 check` connected, and no response came within request_timeout.",
    action="Check the network, or run again later.",
)
RESPONSE_BROKEN_OFF = Problem(
    message="{host} broke off its response ({error}). {action}",
    meaning="`sage200 check` connected, and the connection broke before the response was complete.",
    action="Check the network, or run again later.",
)
UNTRUSTED_CERTIFICATE = Problem(
    message="the certificate of {host} is not trusted ({reason})",
    meaning="Your network inspects TLS with an authority of its own, or another server responded.",
    action="If your network inspects TLS, set ca_bundle to a PEM file with its authority, which IT can give you.",
)
CERTIFICATE_NOT_VALID_NOW = Problem(
    message="the certificate of {host} is not valid at this time ({reason})",
    meaning="The certificate has expired, or the clock of this machine is wrong.",
    action="Check the clock of this machine. If it is right, the operator of the server must renew the certificate.",
)
CERTIFICATE_OF_OTHER_HOST = Problem(
    message="the certificate at {host} is for another name ({reason})",
    meaning="Another server responds at this address.",
    action=f"Check the address in api_url or token_url. {_CHECK_PROXY}",
)
CLIENT_CERTIFICATE_WANTED = Problem(
    message="{host} requires a client certificate",
    meaning=_MACHINES_WITH_CERTIFICATE,
    action=_CLIENT_CERTIFICATE,
)
HANDSHAKE_REFUSED = Problem(
    message="{host} refuses the TLS handshake; perhaps it requires a client certificate",
    meaning=_MACHINES_WITH_CERTIFICATE,
    action=_CLIENT_CERTIFICATE,
)
CLIENT_CERTIFICATE_REFUSED = Problem(
    message="{host} refuses the client certificate",
    meaning=_MACHINES_WITH_CERTIFICATE,
    action=f"Ask IT which certificate it accepts. {_CLIENT_CERTIFICATE}",
)
CLIENT_CERTIFICATE_EXPIRED = Problem(
    message="{host} refuses the client certificate, which has expired",
    meaning=_MACHINES_WITH_CERTIFICATE,
    action=f"Ask IT for a new one. {_CLIENT_CERTIFICATE}",
)
CLIENT_CERTIFICATE_OF_UNKNOWN_ISSUER = Problem(
    message="{host} does not know the issuer of the client certificate",
    meaning=_MACHINES_WITH_CERTIFICATE,
    action=f"Ask IT which certificate it accepts. {_CLIENT_CERTIFICATE}",
)
NO_TLS = Problem(
    message="the server at {host} does not speak a supported TLS ({reason})",
    meaning="It is a server without TLS, or the address begins with https:// where http:// is right.",
    action=f"Check the address. {_CHECK_PROXY}",
)
NO_TLS_WITH_PROXY = Problem(
    message="the TLS handshake with the proxy failed",
    meaning="The address of the proxy begins with https://, and the proxy does not speak TLS.",
    action=f"{_CHECK_PROXY} The address of a proxy usually begins with http://.",
)
PROXY_NAME_NOT_RESOLVED = Problem(
    message="the name of the proxy cannot be resolved",
    meaning="DNS does not know the name.",
    action=_CHECK_PROXY,
)
PROXY_UNREACHABLE = Problem(
    message="the proxy cannot be reached",
    meaning="The proxy is down, or its address is wrong.",
    action=f"{_CHECK_PROXY} The proxy may be down.",
)
PROXY_CREDENTIALS = Problem(
    message="the proxy requires credentials, or refuses those it got (407)",
    meaning="User or password of the proxy is missing or wrong. The tap does not retry, to avoid locking the account.",
    action=_PROXY_CREDENTIALS,
)
PROXY_CREDENTIALS_FOR_REQUEST = Problem(
    message="The proxy requires credentials, or refuses those it got (407). {action}",
    meaning="User or password of the proxy is missing or wrong. The tap does not retry, to avoid locking the account.",
    action=_PROXY_CREDENTIALS,
)
SOCKS_CREDENTIALS = Problem(
    message="the SOCKS proxy requires credentials, or refuses those it got",
    meaning="User or password of the proxy is missing or wrong. The tap does not retry, to avoid locking the account.",
    action=_PROXY_CREDENTIALS.replace("http://", "socks5h://"),
)
SOCKS_REFUSED = Problem(
    message="the SOCKS proxy gives no connection to {host} ({reason})",
    meaning="The proxy is down, its rules forbid the connection, or it cannot reach the server.",
    action=_CHECK_PROXY,
)
PROXY_FORBIDS = Problem(
    message="the proxy refuses connections to {host} ({status})",
    meaning="The rules of the proxy forbid it.",
    action="Ask the operator of the proxy to allow this host, or name it in NO_PROXY if no proxy is needed.",
)
PROXY_CANNOT_CONNECT = Problem(
    message="the proxy cannot connect to {host} ({status})",
    meaning="The proxy works, but cannot reach the server.",
    action="Ask the operator of the proxy if it stays.",
)
PROXY_ADDRESS = Problem(
    message="{name} must be an address, as in http://proxy.example:8080. {action}",
    meaning="The setting, or the environment variable that is named, is not an address of a proxy.",
    action="In user and password, write %40 for an @.",
)
NO_SOCKS = Problem(
    message="{name} is a SOCKS proxy. {action}",
    meaning="The tap was installed without support for SOCKS.",
    action=(
        "Install the extra for it, as in pip install 'tap-sage200[socks]'. In Meltano, put [socks] at the end of "
        "pip_url."
    ),
)
VERIFY_SSL_OFF = Problem(
    message="verify_ssl is off: anybody on the network path can read the tokens and the data of this run",
    meaning="The tap does not check certificates.",
    action="Turn it on. If your network inspects TLS, use ca_bundle.",
    exit_code=0,
)
BUNDLE_UNUSABLE = Problem(
    message="{name} contains no usable certificates: it must be a PEM file",
    meaning="The file of ca_bundle, or of the environment variable that is named, is not a PEM file.",
    action="Export the authority again, as Base64 or PEM: the file begins with -----BEGIN CERTIFICATE-----.",
)
BUNDLE_UNREADABLE = Problem(
    message="{name} is not a readable file ({reason})",
    meaning="The path in ca_bundle, or in the environment variable that is named, cannot be read.",
    action="Correct the path, or give this user access to the file.",
)
KEY_OF_OTHER_CERTIFICATE = Problem(
    message="client_key is not the key of client_certificate: the two must come from the same request",
    meaning="The two files do not belong together.",
    action="Ask IT for both files again.",
)
CLIENT_CERTIFICATE_UNUSABLE = Problem(
    message=(
        "client_certificate or client_key cannot be used: both must be PEM files, the key without a password, and "
        "without client_key the key must be in the file of the certificate"
    ),
    meaning="A file is not PEM, or the key has a password.",
    action="Convert the files to PEM. `openssl pkey` removes the password of a key.",
)
CLIENT_CERTIFICATE_UNREADABLE = Problem(
    message="client_certificate or client_key cannot be read ({reason})",
    meaning="The user of the run may not read one of the files.",
    action="Give this user access to both files.",
)
