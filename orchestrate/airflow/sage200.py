"""Load all companies of Sage 200 every hour: one task for each shard, behind a gate that tests the sign-in.

Airflow reads this file often, so it starts no program: it reads `companies.json` in the Meltano project, the output of
`sage200 companies --meltano --json`. docs/fleet.md says how to set it up.
"""

import json
import os
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

PROJECT = Path(os.environ.get("SAGE200_PROJECT", "/srv/tap-sage200"))
SHARDS = json.loads((PROJECT / "companies.json").read_text(encoding="utf-8"))["shards"]
if not SHARDS:  # otherwise each hour would end well, and load nothing
    msg = "companies.json has no shards: save the output of `sage200 companies --meltano --json`."
    raise ValueError(msg)
GATE = "meltano invoke --no-install tap-sage200:companies --json >/dev/null"
# Meltano logs more after the last line of the tap, which names the companies that failed, or after the error of a
# loader. So `sed` repeats this line at the end. The traps let both end in order when Airflow stops the task.
ERROR_LINE = r"/ tables failed|\[(error|critical) *\] (tap|target)-/"
REPEAT = f"(trap '' INT TERM; sed -nuE -e p -e '{ERROR_LINE}h' -e '${{x; /./p}}')"

with DAG(
    "sage200",
    description="Load all companies of Sage 200.",
    schedule="@hourly",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "cwd": str(PROJECT),
        "append_env": True,
        "retries": 1,
        # A killed run counts as running for five minutes. Until then, Meltano refuses to run the shard again.
        "retry_delay": timedelta(minutes=6),
        "execution_timeout": timedelta(hours=6),
    },
    tags=["sage200"],
):
    # Exit code 3: only a new sign-in helps. The gate fails, and no shard starts: one alert instead of hundreds.
    sign_in = BashOperator(task_id="sign_in", bash_command=GATE, retry_delay=timedelta(minutes=1))
    for shard in SHARDS:
        command = f"set -o pipefail; trap : INT TERM; {shlex.join(shard['command'])} 2>&1 | {REPEAT}"
        sign_in >> BashOperator(task_id=shard["name"], bash_command=command, pool="sage200")
