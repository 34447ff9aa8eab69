"""The Meltano project of `make fleet`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tools.fleet import project
from tools.fleet.size import TABLES

if TYPE_CHECKING:
    from pathlib import Path


def test_the_project_has_the_files_that_meltano_needs(tmp_path: Path) -> None:
    address = "postgresql://name@127.0.0.1:5432"
    runs = project.make(tmp_path, {}, f"{address}/warehouse", f"{address}/tokens", f"{address}/meltano")
    assert (tmp_path / "meltano.yml").exists()
    (log_configuration,) = re.findall(r"SINGER_SDK_LOG_CONFIG: (\S+)", (tmp_path / "meltano.yml").read_text())[:1]
    assert (tmp_path / log_configuration).exists()
    selected = json.loads(runs.environment["TAP_SAGE200__SELECT"])
    assert set(selected) >= {*(f"{table}.*" for table in TABLES), "!customers.is_head_office_with_branches"}
    assert runs.environment["TARGET_POSTGRES_SQLALCHEMY_URL"] == "postgresql+psycopg://name@127.0.0.1:5432/warehouse"
