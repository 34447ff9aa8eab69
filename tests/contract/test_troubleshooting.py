"""Every problem that the tap can report is declared with help, and docs/troubleshooting.md has all of them."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING

import pytest

import tap_sage200
from tap_sage200 import problems
from tap_sage200.config import checks
from tap_sage200.errors import ProblemError, SignInAgainError
from tap_sage200.problems.problem import Problem
from tools.troubleshooting.generate import GAP, PAGE, page, problems_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(tap_sage200.__path__, "tap_sage200.")
    if not found.name.startswith(("tap_sage200.streams.", "tap_sage200.problems"))
]
DECLARED = [(name, problem) for section in problems.SECTIONS for name, problem in problems_of(section).items()]
NO_FACTS = {"retry_after", "is_too_fast", "may_pass"}
"""Arguments of errors that are not part of a message."""
_A_WORD = re.compile(r"[A-Za-z]{2}")


def resolved(node: ast.AST | None, module: ModuleType) -> object:
    """Return what a name or a chain of attributes in a module stands for; None for a local variable."""
    match node:
        case ast.Name(id=name):
            return getattr(module, name, None)
        case ast.Attribute(value=value, attr=name):
            return getattr(resolved(value, module), name, None)
    return None


@cache
def tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def functions(module: ModuleType) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef)]


@cache
def calls() -> tuple[tuple[ModuleType, ast.FunctionDef, ast.Call], ...]:
    """Find all calls in the functions of the tap."""
    return tuple(
        (module, function, node)
        for module in MODULES
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    )


def place(module: ModuleType, node: ast.AST) -> str:
    return f"{module.__name__}:{getattr(node, 'lineno', 0)}"


def problem_of(module: ModuleType, call: ast.Call) -> Problem | None:
    """Return the problem that a call reports: the first argument of an error, or the one whose text is taken."""
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr="text")):
            found = resolved(owner, module)
        case ast.Call(args=[first, *_]):
            found = resolved(first, module)
        case _:
            return None
    return found if isinstance(found, Problem) else None


def is_error(module: ModuleType, call: ast.Call) -> bool:
    made = resolved(call.func, module)
    return isinstance(made, type) and issubclass(made, ProblemError)


def facts_of(problem: Problem) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(problem.message) if name} - {"action"}


def has_words(node: ast.AST, function: ast.FunctionDef) -> bool:
    """Tell whether an expression is a text that is written where it is used, and not in a declaration."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(_A_WORD.search(re.sub(r"%\w", "", text)))
        case ast.JoinedStr(values=values):
            return any(has_words(value, function) for value in values)
        case ast.Name(id=name):
            assigned = (one for one in ast.walk(function) if isinstance(one, ast.Assign))
            values_of = [
                one.value for one in assigned if any(isinstance(t, ast.Name) and t.id == name for t in one.targets)
            ]
            return any(has_words(value, function) for value in values_of)
    return False


def sentences() -> Iterator[tuple[str, ast.FunctionDef, ast.expr]]:
    """Find what is written as a warning, a remark, the finding of a check or a problem of the settings."""
    for module, function, call in calls():
        yield from ((place(module, call), function, says) for says in said_by(call))
    for function in functions(checks):
        yields = (node for node in ast.walk(function) if isinstance(node, ast.Yield | ast.Return))
        yield from ((place(checks, node), function, node.value) for node in yields if node.value)


def said_by(call: ast.Call) -> list[ast.expr]:
    match call:
        case ast.Call(func=ast.Attribute(value=logger, attr="warning" | "error" | "exception"), args=args):
            return args if ast.unparse(logger).endswith("logger") else []
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="remarks"), attr="append"), args=[remark]):
            return [remark]
        case ast.Call(
            func=ast.Name(id="Finding"), args=[_, ast.Constant(value="note" | "lacking" | "wrong"), says, *_]
        ):
            return [says]
    return []


def test_the_page_is_as_make_docs_writes_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make docs"


def test_every_module_of_problems_is_a_section_of_the_page() -> None:
    modules = {found.name for found in pkgutil.iter_modules(problems.__path__)} - {"problem"}

    assert {section.__name__.rpartition(".")[2] for section in problems.SECTIONS} == modules


def test_every_error_reports_a_declared_problem() -> None:
    errors = [(module, call) for module, _, call in calls() if is_error(module, call)]
    declared = [problem for _, problem in DECLARED]

    assert len(errors) > 60
    assert [place(module, call) for module, call in errors if problem_of(module, call) not in declared] == []


def test_every_warning_remark_and_finding_is_a_declared_problem() -> None:
    found = list(sentences())

    assert len(found) > 30
    assert [where for where, function, says in found if has_words(says, function)] == []


def test_every_problem_gets_the_facts_of_its_message() -> None:
    wrong = []
    for module, _, call in calls():
        problem, given = problem_of(module, call), {keyword.arg for keyword in call.keywords} - NO_FACTS
        if problem is not None and None not in given:
            expected = facts_of(problem)
            if given - ({"advice"} - expected) != expected:
                wrong.append(place(module, call))

    assert wrong == []


def test_every_declared_problem_is_reported_somewhere() -> None:
    used = {
        f"{node.value.attr}.{node.attr}"
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)
    }
    declared = {
        f"{section.__name__.rpartition('.')[2]}.{name}"
        for section in problems.SECTIONS
        for name in problems_of(section)
    }

    assert declared - used == set()


def test_only_a_problem_that_needs_a_sign_in_ends_with_exit_code_3() -> None:
    reported = [(module, call, problem_of(module, call)) for module, _, call in calls() if is_error(module, call)]

    for module, call, problem in reported:
        assert problem is not None
        kind = resolved(call.func, module)
        needs_sign_in = isinstance(kind, type) and issubclass(kind, SignInAgainError)
        assert (problem.exit_code == 3) == needs_sign_in, place(module, call)


@pytest.mark.parametrize(("name", "problem"), DECLARED)
def test_a_problem_has_a_message_to_search_for_and_help_in_sentences(name: str, problem: Problem) -> None:
    assert name.isupper()
    assert _A_WORD.search(shown(problem).replace(GAP, "")), "nobody finds a message without words"
    assert problem.meaning.endswith(".")
    assert problem.meaning[0].isupper() or problem.meaning.startswith("`")
    assert problem.action
    assert problem.exit_code in {0, 1, 3}
