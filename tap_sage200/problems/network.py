"""Network: DNS, proxy, TLS and timeouts."""

from __future__ import annotations

from tap_sage200.problems.problem import Problem

_CHECK_PROXY = "Check proxy_url. If it is not set, check the environment variable HTTPS_PROXY."
_ONLY_BY_PROXY = "If this network reaches the internet only through a proxy, set proxy_url."
_PROXY_CREDENTIALS = (
    "Add the user name and the password to proxy_url, as in http://user:password@proxy.example:8080. Write %40 "
    "for an @ in them."
)
_CLIENT_CERTIFICATE = "Set client_certificate. If that file does not contain the private key, also set client_key."
_MACHINES_WITH_CERTIFICATE = "The server, or your network, accepts only machines with a client certificate."

UNREACHABLE = Problem(
    message="{server} cannot be reached at {url}: {cause}",
    meaning="The connection failed. The message ends with the cause, which the entries below explain. The tap retries.",
    action="Nothing, unless all retries fail.",
    exit_code=0,
)
NO_CONNECTION = Problem(
    message="{server} cannot be reached at {url}: {cause}. {advice}",
    meaning=(
        "The connection failed, and all retries failed or a retry cannot help. The entries below explain each cause."
    ),
    action="Do what the message says. If that does not help, ask IT whether this machine may reach that address.",
)
NO_CONNECTION_IN_RUN = Problem(
    message="{where}: {server} cannot be reached at {url}: {cause}. {advice}",
    meaning="The same problem during a run. The message begins with the table and the company of the request.",
    action="Do what the message says, then run again. The next run continues from the state.",
)
NAME_NOT_RESOLVED = Problem(
    message="the name {host} cannot be resolved",
    meaning="DNS does not know the name.",
    action=f"Check the address, and DNS on this machine. {_ONLY_BY_PROXY}",
)
CONNECTION_REFUSED = Problem(
    message="{host} refuses the connection",
    meaning="No server listens at this address and port, or a firewall refuses the connection.",
    action="Check the address and its port, the network and its firewall.",
)
NOT_CONNECTED = Problem(
    message="no connection to {host}{reason}",
    meaning="A firewall may block id.sage.com or api.columbus.sage.com, port 443.",
    action=f"Check the address and its port, the network and its firewall. {_ONLY_BY_PROXY}",
)
CONNECTION_TIMEOUT = Problem(
    message="{host} did not accept the connection in time",
    meaning="A firewall may drop connections to id.sage.com or api.columbus.sage.com, port 443.",
    action=f"Check the network and its firewall. {_ONLY_BY_PROXY}",
)
CONNECTION_FAILED = Problem(
    message="the connection to {host} failed ({error})",
    meaning="The connection failed for another reason. The brackets contain the name of the error.",
    action=f"Check the network. {_CHECK_PROXY}",
)
NO_RESPONSE_IN_TIME = Problem(
    message="{host} does not respond in time. {action}",
    meaning="`sage200 check` connected, but no response came within request_timeout.",
    action="Check the network, or run again later.",
)
RESPONSE_BROKEN_OFF = Problem(
    message="the response of {host} is incomplete ({error}). {action}",
    meaning="`sage200 check` connected, but the connection ended before the response was complete.",
    action="Check the network, or run again later.",
)
UNTRUSTED_CERTIFICATE = Problem(
    message="the certificate of {host} is not trusted ({reason})",
    meaning="Your network inspects TLS with its own certificate authority, or another server responded.",
    action=(
        "If your network inspects TLS, ask IT for its certificate authority. Install the authority in the operating "
        "system's trust store, which the tap uses by default, or set ca_bundle to a PEM file with it."
    ),
)
CERTIFICATE_NOT_VALID_NOW = Problem(
    message="the certificate of {host} is not valid at this time ({reason})",
    meaning="The certificate has expired, or the clock of this machine is wrong.",
    action=(
        "Check the clock of this machine. If the clock is right, the operator of the server must renew the certificate."
    ),
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
    action=f"Ask IT which certificate the server or the network accepts. {_CLIENT_CERTIFICATE}",
)
CLIENT_CERTIFICATE_EXPIRED = Problem(
    message="{host} refuses the client certificate, which has expired",
    meaning=_MACHINES_WITH_CERTIFICATE,
    action=f"Ask IT for a new certificate. {_CLIENT_CERTIFICATE}",
)
CLIENT_CERTIFICATE_OF_UNKNOWN_ISSUER = Problem(
    message="{host} does not know the issuer of the client certificate",
    meaning=_MACHINES_WITH_CERTIFICATE,
    action=f"Ask IT which certificate the server or the network accepts. {_CLIENT_CERTIFICATE}",
)
NO_TLS = Problem(
    message="the server at {host} does not use a supported version of TLS ({reason})",
    meaning=(
        "The server does not use TLS, or only a version that the tap does not accept. Or the address should begin "
        "with http://."
    ),
    action=f"Check the address. {_CHECK_PROXY}",
)
NO_TLS_WITH_PROXY = Problem(
    message="the TLS handshake with the proxy failed",
    meaning="The address of the proxy begins with https://, but the proxy does not use TLS.",
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
    message="the proxy requires credentials, or refuses the credentials that the tap sent (407)",
    meaning=(
        "The user name or the password for the proxy is missing or wrong. The tap does not retry, because retries "
        "could lock the account."
    ),
    action=_PROXY_CREDENTIALS,
)
PROXY_CREDENTIALS_FOR_REQUEST = Problem(
    message="The proxy requires credentials, or refuses the credentials that the tap sent (407). {action}",
    meaning=(
        "The user name or the password for the proxy is missing or wrong. The tap does not retry, because retries "
        "could lock the account."
    ),
    action=_PROXY_CREDENTIALS,
)
SOCKS_CREDENTIALS = Problem(
    message="the SOCKS proxy requires credentials, or refuses the credentials that the tap sent",
    meaning=(
        "The user name or the password for the proxy is missing or wrong. The tap does not retry, because retries "
        "could lock the account."
    ),
    action=_PROXY_CREDENTIALS.replace("http://", "socks5h://"),
)
SOCKS_REFUSED = Problem(
    message="the SOCKS proxy did not connect to {host} ({reason})",
    meaning="The proxy is down, its rules forbid the connection, or it cannot reach the server.",
    action=_CHECK_PROXY,
)
PROXY_FORBIDS = Problem(
    message="the proxy refuses connections to {host} ({status})",
    meaning="The rules of the proxy forbid the connection.",
    action=(
        "Ask the operator of the proxy to allow this host. If the host can be reached without the proxy, add it to "
        "NO_PROXY."
    ),
)
PROXY_CANNOT_CONNECT = Problem(
    message="the proxy cannot connect to {host} ({status})",
    meaning="The proxy works, but cannot reach the server.",
    action="Ask the operator of the proxy if this happens again.",
)
PROXY_ADDRESS = Problem(
    message="{name} must be an address, as in http://proxy.example:8080. {action}",
    meaning="The setting or the environment variable in the message is not an address of a proxy.",
    action="Write %40 for an @ in the user name or the password.",
)
NO_SOCKS = Problem(
    message="{name} is a SOCKS proxy, and the tap was installed without SOCKS support. {action}",
    meaning="SOCKS support is an optional extra of the package.",
    action=(
        "Install the package with this extra, as in pip install '/path/to/tap-sage200[socks]'. In Meltano, add [socks] "
        "to the end of pip_url."
    ),
)
VERIFY_SSL_OFF = Problem(
    message="verify_ssl is off: anybody between this machine and Sage can read the tokens and the data of this run",
    meaning="The tap does not check certificates.",
    action=(
        "Remove verify_ssl. If your network inspects TLS, install its authority in the operating system's trust "
        "store, or set ca_bundle."
    ),
    exit_code=0,
)
BUNDLE_UNUSABLE = Problem(
    message="{name} contains no usable certificates: it must be a PEM file",
    meaning="The file of ca_bundle, or of the environment variable in the message, is not a PEM file.",
    action=(
        "Export the certificate authority again, as PEM (Base64). The file then begins with -----BEGIN "
        "CERTIFICATE-----."
    ),
)
BUNDLE_UNREADABLE = Problem(
    message="{name} is not a readable file ({reason})",
    meaning="The tap cannot read the path in ca_bundle, or in the environment variable in the message.",
    action="Correct the path, or give this user access to the file.",
)
KEY_OF_OTHER_CERTIFICATE = Problem(
    message=(
        "client_key is not the private key of client_certificate: both files must come from the same certificate "
        "request"
    ),
    meaning="The two files do not belong together.",
    action="Ask IT for both files again.",
)
CLIENT_CERTIFICATE_UNUSABLE = Problem(
    message=(
        "client_certificate or client_key cannot be used: both must be PEM files, and the key must have no password. "
        "Without client_key, the file of client_certificate must contain the key"
    ),
    meaning="A file is not PEM, or the key has a password.",
    action="Convert the files to PEM. `openssl pkey` removes the password of a key.",
)
CLIENT_CERTIFICATE_UNREADABLE = Problem(
    message="client_certificate or client_key cannot be read ({reason})",
    meaning="The user of the run may not read one of the files.",
    action="Give this user access to both files.",
)
