"""The pages of questions are complete, and each result is what the warehouse answers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tap_sage200.streams import stream_types
from tests.questions.books import YEAR_END
from tests.questions.pages import FOLDER, OVERVIEW, Question, questions

if TYPE_CHECKING:
    from tests.questions.warehouse import Warehouse

TABLES = {stream_type.declared_name(): stream_type for stream_type in stream_types()}
each_question = pytest.mark.parametrize("question", questions(), ids=[each.title for each in questions()])


def value(shown: str) -> Decimal | str:
    """Return the number that a cell shows, or its text."""
    try:
        return Decimal(shown.replace(",", ""))
    except InvalidOperation:
        return shown


@each_question
def test_a_question_has_tables_a_picture_sql_a_result_and_pitfalls(question: Question) -> None:
    assert question.tables
    assert question.tables <= TABLES.keys()
    assert question.tables == question.tables_of_sql
    assert question.picture.startswith(("flowchart", "erDiagram"))
    assert not [table for table in question.tables if table not in question.picture.replace("<br>", "")]
    assert len(question.result) >= 3
    assert len(question.pitfalls) >= 2


@each_question
def test_a_question_needs_only_tables_that_are_selected_by_default(question: Question) -> None:
    assert [table for table in question.tables if not TABLES[table].selected_by_default] == []


@each_question
def test_the_tests_ask_the_question(question: Question) -> None:
    modules = (module.read_text(encoding="utf-8") for module in Path(__file__).parent.glob("test_*.py"))
    assert any(f'"{question.title}"' in module for module in modules)


def test_there_are_at_least_twelve_questions() -> None:
    assert len({each.title for each in questions()}) == len(questions()) >= 12


def test_the_overview_links_every_page_of_questions() -> None:
    overview = (FOLDER / OVERVIEW).read_text(encoding="utf-8")
    pages = {each.page for each in questions()}
    assert [page for page in pages if f"]({page})" not in overview] == []
    assert pages | {OVERVIEW} == {page.name for page in FOLDER.glob("*.md")}


@each_question
def test_the_result_on_the_page_is_the_beginning_of_the_answer(question: Question, warehouse: Warehouse) -> None:
    shown = question.result
    answer = warehouse.ask(question, YEAR_END)[: len(shown)]
    assert [{name: value(cell) for name, cell in row.items()} for row in shown] == [
        {name: value("" if row[name] is None else str(row[name])) for name in shown[0]} for row in answer
    ]
