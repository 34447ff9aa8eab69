"""What docs/token-store.md says to a DBA is enough, and the packages for a database are loaded only with one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString, cast
from urllib.parse import urlsplit

import pytest

from tap_sage200.auth import store_for
from tap_sage200.auth.authenticator import LOCK_WAITS
from tap_sage200.auth.database import Database
from tap_sage200.auth.database_store import LONGEST_RENEWAL, DatabaseStore
from tap_sage200.auth.grant import Grant
from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError, SignInError
from tests.support.stored_sign_ins import KEY, execute

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.posix
PAGE = (Path(__file__).parents[2] / "docs" / "token-store.md").read_text(encoding="utf-8")
COLUMNS: LiteralString = (
    "SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns "
    "WHERE table_name = 'sage200_sign_ins' ORDER BY ordinal_position"
)
KEY_COLUMNS: LiteralString = (
    "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE conrelid = 'sage200_sign_ins'::regclass AND contype = 'p'"
)


def statements() -> LiteralString:
    [block] = re.findall(r"^```sql\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    return cast("LiteralString", block)


@pytest.fixture
def of_the_tap(token_store: str) -> Iterator[str]:
    """The address for a user that has only the rights that every user has."""
    execute(token_store, "CREATE ROLE sage200 LOGIN PASSWORD 'of-a-test'")
    place = urlsplit(token_store)
    try:
        yield place._replace(netloc=f"sage200:of-a-test@{place.hostname}:{place.port}").geturl()
    finally:
        execute(token_store, "DROP OWNED BY sage200; DROP ROLE sage200")


def test_a_user_with_the_rights_of_the_page_can_keep_a_token(token_store: str, of_the_tap: str) -> None:
    execute(token_store, statements())
    store = DatabaseStore(Database(of_the_tap), KEY)
    for token in ("refresh-1", "refresh-2"):
        with store.lock():
            store.check(store.load() or Grant("refresh-0"))
            store.save(Grant(token))

    assert store.load() == Grant("refresh-2")


def test_the_table_of_the_page_is_the_one_that_the_tap_creates(token_store: str) -> None:
    execute(token_store, statements().split("GRANT")[0])
    of_the_page = execute(token_store, COLUMNS), execute(token_store, KEY_COLUMNS)
    execute(token_store, "DROP TABLE sage200_sign_ins")
    with DatabaseStore(Database(token_store), KEY).lock():
        pass

    assert (execute(token_store, COLUMNS), execute(token_store, KEY_COLUMNS)) == of_the_page


def test_a_user_who_may_not_create_the_table_learns_who_can(of_the_tap: str) -> None:
    store = DatabaseStore(Database(of_the_tap), KEY)
    assert store.load() is None
    refusal = (
        r"This user sees no table sage200_sign_ins in token_store, and cannot create it "
        r"\(permission denied .*\)\. Let an administrator .*docs/token-store\.md"
    )
    with pytest.raises(SignInError, match=refusal):
        store.lock().__enter__()


def test_a_user_without_a_right_to_the_table_is_told(token_store: str, of_the_tap: str) -> None:
    execute(token_store, statements().split("GRANT")[0])
    with pytest.raises(SignInError, match=r"cannot be used \(permission denied for table sage200_sign_ins\)"):
        DatabaseStore(Database(of_the_tap), KEY).load()


def test_the_page_names_the_times_for_which_others_wait() -> None:
    assert LONGEST_RENEWAL.total_seconds() == 600
    assert "For ten minutes, no other run sends the token" in PAGE
    assert sum(LOCK_WAITS) == 120
    assert "A run that needs a token meanwhile waits for two minutes" in PAGE


def test_the_packages_for_a_database_are_loaded_only_with_a_token_store() -> None:
    program = (
        "import json, sys; import tap_sage200.tap, tap_sage200.cli.main, tap_sage200.cli.check_steps\n"
        "from tap_sage200.auth import store_for; from tap_sage200.config.settings import Settings\n"
        "store_for(Settings.from_config({'client_id': 'a', 'token_file': 'b'}))\n"
        "print(json.dumps([name for name in ('sqlalchemy', 'psycopg') if name in sys.modules]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == []


def test_a_token_store_without_the_extra_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.from_config({"client_id": "a", "token_store": "postgresql://user:of-a-test@localhost/tokens"})
    for module in ("tap_sage200.auth.database", "tap_sage200.auth.database_store", "psycopg"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(
        ConfigurationError, match=r"requires packages .* pip install '/path/to/tap-sage200\[fleet\]'"
    ) as raised:
        store_for(settings)
    assert "of-a-test" not in str(raised.value)
