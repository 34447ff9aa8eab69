"""The warehouse and the books for the tests of docs/questions/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.questions.books import COMPANIES, Books
from tests.questions.warehouse import Loaded, Warehouse, shared

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Loaded]:
    """The warehouse and the books that all tests of questions share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "questions"
    folder.mkdir(exist_ok=True)
    with shared(folder, worker_id) as loaded:
        yield loaded


@pytest.fixture
def warehouse(loaded: Loaded) -> Warehouse:
    """The warehouse."""
    return loaded.warehouse


@pytest.fixture(params=COMPANIES, ids=["uk", "ireland"])
def company(request: pytest.FixtureRequest, loaded: Loaded) -> Books:
    """The books of one of the demo companies."""
    (own,) = (each for each in loaded.books if each.number == request.param)
    return own
