from __future__ import annotations

import pytest

from tap_sage200.config.secret_values import secret_values

PASSWORD = "pass-word/@:1"


@pytest.mark.parametrize(
    "config",
    [
        {"client_secret": PASSWORD},
        {"proxy_url": f"http://user:{PASSWORD}@proxy.test:8080"},
        {"proxy_url": "socks5://user:pass-word%2F%40%3A1@proxy.test"},
        {"proxy_url": f"user:{PASSWORD}@proxy.test"},
        {"proxy_url": "http://pass-word%2f%40%3a1@proxy.test"},
        {"token_url": f"https://user:{PASSWORD}@id.test/token"},
        {"token_url": "https://id.test/token?api_key=pass-word/@:1&more=1"},
        {"batch_config": {"storage": {"root": f"sftp://user:{PASSWORD}@files.test/a"}}},
        {"batch_config": {"storage": {"params": {"secret_access_key": PASSWORD}}}},
        {"stream_map_config": {"hash": [{"my_password": PASSWORD}]}},
        {"token_store": f"postgresql://user:{PASSWORD}@db.test/tokens"},
        {"client_secert": PASSWORD},
    ],
)
def test_a_secret_is_found_wherever_it_stands(config: dict[str, object]) -> None:
    assert PASSWORD in set(secret_values(config))


@pytest.mark.parametrize(
    "config",
    [
        {"token_file": ".secrets/token.json", "client_key": "key.pem", "api_url": "https://sage.test/v1"},
        {"client_id": "me@sage.test", "proxy_url": None, "page_size": 5, "companies": [{"site_id": "a"}]},
        {"batch_config": {"storage": {"root": "file:///tmp", "params": {"region": "eu-west-2"}}}, "stream_maps": {}},
    ],
)
def test_what_is_not_secret_is_not_masked(config: dict[str, object]) -> None:
    assert list(secret_values(config)) == []
