"""`$filter`: OData expressions as SQL conditions, with the limits of Sage."""

from __future__ import annotations

import operator
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from odata_query import ast
from odata_query.exceptions import ODataException
from odata_query.grammar import ODataLexer, ODataParser

from sage200_sandbox.errors import BadRequestError
from sage200_sandbox.store.schema import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sage200_sandbox.facts import Field, FieldType, Resource
    from sage200_sandbox.rows import Value

_INTEGERS = range(-(2**63), 2**63)
_COMPARISONS: Mapping[type, Callable[[Any, Any], sa.ColumnElement[bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
}
_LITERALS: Mapping[FieldType, tuple[type, ...]] = {
    "integer": (ast.Integer,),
    "decimal": (ast.Integer, ast.Float),
    "boolean": (ast.Boolean,),
    "string": (ast.String,),
    "date-time": (ast.Date, ast.DateTime),
}


class _Lexer(ODataLexer):
    """Reads names such as `allow_sales_order`, where the library's own lexer finds the operator `all`."""

    tokens = ODataLexer.tokens
    ANY = r"any(?!\w)"  # type: ignore[assignment] # a rule may be its pattern alone; the library's own are methods
    ALL = r"all(?!\w)"  # type: ignore[assignment] # as for ANY: a rule may be its pattern alone


def condition(text: str, resource: Resource) -> sa.ColumnElement[bool]:
    """Return the SQL condition of a `$filter` for a resource.

    Documented: comparisons of a field with a literal, `and`, `or`, brackets, `contains`, `startswith`, `endswith`;
    dates and date-times without quotes; a time ends with Z. Seen: `eq true` and `eq false` after a function.
    Inferred: `eq null` and `ne null`; otherwise null is neither equal nor unequal to a value, as in SQL Server.

    Raises:
        BadRequestError: The filter has other content.
    """
    try:
        tree = ODataParser().parse(_Lexer().tokenize(text.strip()))
    except ODataException as error:
        msg = f"Syntax error in $filter: {error}"
        raise BadRequestError(msg) from error
    return _condition(tree, resource)


def _condition(node: object, resource: Resource) -> sa.ColumnElement[bool]:
    match node:
        case ast.BoolOp(op=ast.And()):
            return sa.and_(_condition(node.left, resource), _condition(node.right, resource))
        case ast.BoolOp(op=ast.Or()):
            return sa.or_(_condition(node.left, resource), _condition(node.right, resource))
        case ast.Compare(left=ast.Identifier() as name):
            return _comparison(node.comparator, _field(name, resource), node.right, resource)
        case ast.Compare(comparator=ast.Eq(), left=ast.Call() as call, right=ast.Boolean() as truth):
            return _search(call, resource) == truth.py_val
        case ast.Call():
            return _search(node, resource)
    msg = f"$filter cannot hold {node}."
    raise BadRequestError(msg)


def _comparison(comparator: object, field: Field, literal: object, resource: Resource) -> sa.ColumnElement[bool]:
    compare = _COMPARISONS.get(type(comparator))
    if compare is None or (isinstance(literal, ast.Null) and compare not in {operator.eq, operator.ne}):
        msg = f"$filter cannot apply {comparator} to {field.name} and {literal}."
        raise BadRequestError(msg)
    return compare(table_of(resource.name).c[field.name], _value(field, literal))


def _search(call: ast.Call, resource: Resource) -> sa.ColumnElement[bool]:
    match call.args:
        case [ast.Identifier() as name, ast.String(val=text)] if _field(name, resource).type == "string":
            column = table_of(resource.name).c[name.name]
        case _:
            msg = f"{call.func.name} in $filter takes a text field and a text."
            raise BadRequestError(msg)
    match call.func.name:
        case "contains":
            return column.contains(text, autoescape=True)
        case "startswith":
            return column.startswith(text, autoescape=True)
        case "endswith":
            return column.endswith(text, autoescape=True)
    msg = f"$filter has no function {call.func.name}."
    raise BadRequestError(msg)


def _field(name: ast.Identifier, resource: Resource) -> Field:
    path = ".".join((*name.namespace, name.name))
    field = resource.fields.get(path)
    if field is None or path not in resource.sent:
        msg = f"$filter names {path}, which {resource.name} does not have."
        raise BadRequestError(msg)
    if resource.filterable is not None and path not in resource.filterable:
        msg = f"$filter cannot hold {path}: {resource.name} filters by {', '.join(sorted(resource.filterable))} alone."
        raise BadRequestError(msg)
    return field


def _value(field: Field, literal: object) -> Value:
    """Return the literal in the field's type.

    Raises:
        BadRequestError: It has another type, or no valid value.
    """
    if isinstance(literal, ast.Null):
        return None
    if not isinstance(literal, _LITERALS[field.type]):
        msg = f"$filter compares {field.name}, a {field.type}, with {literal}."
        raise BadRequestError(msg)
    try:
        return _read(literal)
    except ValueError as error:
        msg = f"$filter compares {field.name} with {literal}: {error}."
        raise BadRequestError(msg) from error


def _read(literal: object) -> Value:
    match literal:
        case ast.Integer(val=digits):
            if (number := int(digits)) in _INTEGERS:
                return number
            msg = "it is too large"
        case ast.Float(val=digits):
            return Decimal(digits)
        case ast.Date(val=day):
            return datetime.fromisoformat(day).replace(tzinfo=UTC)
        case ast.DateTime(val=instant) if instant.endswith("Z"):
            return datetime.fromisoformat(instant)
        case ast.Boolean() | ast.String():
            return literal.py_val
        case _:
            msg = "a date with a time ends with Z"
    raise ValueError(msg)
