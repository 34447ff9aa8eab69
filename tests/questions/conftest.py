"""The warehouse and the books for the tests of docs/questions/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.questions.books import COMPANIES, Books, books
from tests.questions.warehouse import Warehouse, shared

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Warehouse]:
    """The warehouse that all tests of questions share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "questions"
    folder.mkdir(exist_ok=True)
    with shared(folder, worker_id) as warehouse:
        yield warehouse


@pytest.fixture(params=COMPANIES, ids=["uk", "ireland"])
def company(request: pytest.FixtureRequest) -> Books:
    """The books of one of the demo companies."""
    (own,) = (each for each in books() if each.number == request.param)
    return own
