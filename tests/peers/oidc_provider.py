"""The certified OAuth server `oidc-provider`, which another project wrote. The tests start it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
import requests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
SERVER = Path(__file__).parent / "oidc" / "server.mjs"
PACKAGES = ROOT / ".venvs" / "oidc"
NO_NODE = "Node is missing (apt install nodejs npm), so that nothing is tested against the OAuth server oidc-provider"
CONFIDENTIAL = {
    "client_id": "confidential",
    "client_secret": "confidential-anybody-may-know",
    "redirect_uri": "https://redirect.test/callback",
}
PUBLIC = {"client_id": "public", "redirect_uri": "http://127.0.0.1:49152/callback"}


@dataclass(frozen=True)
class Peer:
    """The addresses of the server."""

    authorize_url: str
    token_url: str
    revoke_url: str
    me_url: str

    def config(self, client: dict[str, str], folder: Path) -> dict[str, Any]:
        """Return the settings of a client."""
        addresses = {"authorize_url": self.authorize_url, "token_url": self.token_url}
        return {**client, **addresses, "token_file": str(folder / "token.json")}

    def accepts(self, access_token: str) -> bool:
        """Tell whether the server accepts an access token."""
        headers = {"Authorization": f"Bearer {access_token}"}
        return requests.get(self.me_url, headers=headers, timeout=10).ok


@dataclass(frozen=True)
class Person:
    """A user with a browser."""

    redirect_uri: str

    def signs_in(self, address: str) -> str:
        """Sign in and consent, and return the last address of the browser."""
        return self._browse(address, self._submit)

    def declines(self, address: str) -> str:
        """Refuse consent, and return the last address of the browser."""
        return self._browse(address, lambda session, page: session.get(f"{page.url}/abort", allow_redirects=False))

    def _browse(self, address: str, act: Callable[[requests.Session, requests.Response], requests.Response]) -> str:
        session = requests.Session()
        page = session.get(address, allow_redirects=False)
        while not (location := page.headers.get("Location", "")).startswith(self.redirect_uri):
            if location:
                page = session.get(urljoin(page.url, location), allow_redirects=False)
            else:
                assert page.ok, page.text
                page = act(session, page)
        return location

    def _submit(self, session: requests.Session, page: requests.Response) -> requests.Response:
        [address] = re.findall(r'<form [^>]*action="([^"]+)"', page.text)
        [prompt] = re.findall(r'name="prompt" value="(\w+)"', page.text)
        answers = {"prompt": prompt, "login": "somebody", "password": "something"}
        return session.post(address, data=answers, allow_redirects=False)


@contextmanager
def running() -> Iterator[Peer]:
    """Start the server. Without Node, skip the test; in CI, fail it."""
    node = shutil.which("node")
    if node is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_NODE)
    command = [node, str(SERVER), str(PACKAGES)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        addresses = server.stdout.readline()
        if not addresses:
            pytest.fail("The OAuth server did not start: `make test` installs what it needs, into .venvs/oidc.")
        yield Peer(**json.loads(addresses))
        server.stdin.close()
