"""How many hops between modules one more page takes on its way from the request to the output."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from sage200_sandbox import Sandbox
from sage200_sandbox.sample_rows import customers

import tap_sage200
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from types import FrameType

PACKAGE = str(Path(tap_sage200.__file__).parent) + "/"
ROWS = 100
"""Rows in a page."""
MOST = 75
"""The most module changes of one more page."""


class ModuleChanges:
    """Counts, per thread, the calls that enter another module of the package than the call before.

    Resuming a generator counts as a call. Code outside of the package is ignored.
    """

    def __init__(self) -> None:
        self.pairs: Counter[tuple[str, str]] = Counter()
        """The number of changes from one module to another."""
        self._last = threading.local()

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        file = frame.f_code.co_filename
        if event != "call" or not file.startswith(PACKAGE):
            return
        module = file.removeprefix(PACKAGE).removesuffix(".py")
        before, self._last.module = getattr(self._last, "module", module), module
        if before != module:
            self.pairs[before, module] += 1


def changes_of_a_run(sage: Sandbox, pages: int) -> Counter[tuple[str, str]]:
    """Count the module changes of a run that reads so many full pages, with one request at a time."""
    sage.companies[0].replace("customers", customers(pages * ROWS))
    changes = ModuleChanges()
    settings = {"access_token": sage.new_access_token(), "api_url": sage.api_url, "page_size": ROWS, "concurrency": 1}
    threading.setprofile(changes)
    sys.setprofile(changes)
    try:
        result = run_tap(settings, "customers")
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    assert len(result.records("customers")) == pages * ROWS
    return changes.pairs


def test_one_more_page_changes_module_only_a_few_times() -> None:
    with Sandbox() as sage:
        changes_of_a_run(sage, 1)  # the first run imports modules and makes what is kept
        runs = [(changes_of_a_run(sage, 4), changes_of_a_run(sage, 5)) for _ in range(3)]
    some, one_more = runs[0]
    of_a_page = {pair: one_more[pair] - some[pair] for pair in one_more if one_more[pair] > some[pair]}
    for (one, other), times in sorted(of_a_page.items(), key=lambda item: -item[1]):
        print(f"{times:3} {one} -> {other}")  # noqa: T201 - pytest shows it where the test fails
    # A thread that waits a moment longer than in the other run adds a change.
    assert median(one_more.total() - some.total() for some, one_more in runs) <= MOST
