"""The warehouse with rows that the demo companies do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.rows import dict_row

from tests.questions.books import YEAR_END, Row

if TYPE_CHECKING:
    from tests.questions.pages import Question
    from tests.questions.warehouse import Warehouse


def ask_after(warehouse: Warehouse, question: Question, change: str, *values: object, **parameters: str) -> list[Row]:
    """Return the answer at the end of the year, after a change of rows that is then undone.

    Args:
        warehouse: Where to ask.
        question: What to ask.
        change: A statement of SQL with tables as `sage200.x` and values as `%s`.
        values: Its values.
        parameters: Parameters of the question.
    """
    query = question.sql_with(**parameters).replace("sage200.", f"{YEAR_END}.")
    any_values: Any = values or None
    with psycopg.connect(warehouse.url, row_factory=dict_row) as connection:
        changed = connection.execute(change.replace("sage200.", f"{YEAR_END}.").encode(), any_values).rowcount
        assert changed > 0, "the change finds no row"
        rows = connection.execute(query.encode()).fetchall()
        connection.rollback()
    return rows
