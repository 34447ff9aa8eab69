"""The REST API source of dlt, with JSON lines files as destination. It runs in its own environment.

`python -m tools.bench.peers.dlt_rest_api <address> <page size> <folder> <table>...`
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import dlt.sources.rest_api  # type: ignore[import-not-found] # installed in its own environment, without mypy


def read(url: str, page: int, folder: Path, tables: list[str]) -> None:
    """Load tables into files in a folder."""
    pages = {
        "type": "offset",
        "limit": page,
        "limit_param": "$top",
        "offset_param": "$skip",
        "total_path": None,
    }
    source = dlt.sources.rest_api.rest_api_source(
        {
            "client": {"base_url": f"{url}/", "auth": {"type": "bearer", "token": "any"}, "paginator": pages},
            "resource_defaults": {"primary_key": "id", "endpoint": {"params": {"$orderby": "id asc"}}},
            "resources": list(tables),
        }
    )
    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=str(folder / "_dlt_pipelines"),
        destination=dlt.destinations.filesystem(bucket_url=(folder / "rows").as_uri()),
        dataset_name="sage200",
    )
    pipeline.run(source, loader_file_format="jsonl")


if __name__ == "__main__":
    where = Path(sys.argv[3]).absolute()
    os.environ["NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION"] = "true"
    os.environ["DLT_DATA_DIR"] = str(where / "_dlt_data")
    read(sys.argv[1], int(sys.argv[2]), where, sys.argv[4:])
