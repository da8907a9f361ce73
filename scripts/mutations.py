"""All changes of one point that `make mutants` may make to a module.

A comparison or a word of logic is turned over, a number is one more, a sum is a difference,
two arguments change places, nothing is returned, or a statement is missing. What stands in
annotations is left alone, as it changes nothing, and so is what is read by type checkers only.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
REMOVED = (ast.AugAssign, ast.Raise, ast.Continue, ast.Break, ast.Delete)
NOTHING = ("None", "False", "0", "''", "()", "[]", "{}")
# what fails at once with its arguments the other way round
FIXED = ("isinstance", "issubclass", "getattr", "hasattr", "setattr", "cast")
NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Mutation(NamedTuple):
    """A change of a module: what stands at a place, and what is put there."""

    where: str  # the function or the class around it
    line: int
    before: str
    after: str
    span: tuple[int, int]  # in bytes of the file

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is whatever stands above it in the file."""
        return self.where, self.before, self.after

    def applied(self, source: bytes) -> bytes:
        begin, end = self.span
        # one line for what may have been several keeps its parentheses
        return source[:begin] + self.after.encode() + source[end:]

    def __str__(self) -> str:
        return f"{self.line}: {self.before} -> {self.after}"


def turned(node: ast.AST) -> Iterator[ast.AST]:
    """The same expression with another operator."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        other = TURNED.get(type(node.ops[0]))
        if other:
            yield changed(node, ops=[other()])
    elif isinstance(node, ast.BoolOp | ast.BinOp):
        other = TURNED.get(type(node.op))
        if other and not is_text(node):
            yield changed(node, op=other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand


def is_text(node: ast.AST) -> bool:
    """Whether a sum or a remainder is one of text, which cannot be a difference."""
    sides = (getattr(node, "left", None), getattr(node, "right", None))
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str | bytes))
        for side in sides
    )


def other_value(node: ast.AST) -> Iterator[ast.AST]:
    """Another constant, other arguments or another condition."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield ast.Constant(not node.value)
        elif isinstance(node.value, int | float):
            yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Call):
        first_two = node.args[:2]
        is_plain = not any(isinstance(one, ast.Starred) for one in first_two)
        if len(first_two) == 2 and is_plain and getattr(node.func, "id", "") not in FIXED:
            yield changed(node, args=[*reversed(first_two), *node.args[2:]])
    elif isinstance(node, ast.IfExp) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
        yield changed(node, test=ast.UnaryOp(ast.Not(), node.test))


def other_statement(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """What stands in a statement, and what is put there."""
    if isinstance(node, ast.Return) and node.value and ast.unparse(node.value) not in NOTHING:
        yield node, "return None"
    elif isinstance(node, REMOVED) or is_call(node):
        yield node, "pass"
    elif isinstance(node, ast.If | ast.While) and not is_turned_by_itself(node.test):
        yield node.test, f"not ({ast.unparse(node.test)})"


def is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await)


def is_turned_by_itself(test: ast.AST) -> bool:
    """Whether the opposite of a condition is a change of an operator in it anyway."""
    is_one = isinstance(test, ast.Compare) and len(test.ops) == 1
    return is_one or (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not))


def changed(node: ast.AST, **values: Any) -> ast.AST:
    other = copy.copy(node)
    for name, value in values.items():
        setattr(other, name, value)
    return other


def looked_at(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node in which something may be changed."""
    if isinstance(node, ast.JoinedStr | ast.MatchValue):
        return  # the first has no places before Python 3.12, the second holds no expression
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params", "type_comment"):
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST):
                yield part


def mutations_of(source: bytes) -> list[Mutation]:
    """All of them, in their order in the file."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def mutation(where: str, node: Any, after: str) -> Mutation:
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        return Mutation(where, node.lineno, ast.unparse(node), after, (begin, end))

    def walk(node: ast.AST, where: str) -> Iterator[Mutation]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        for statement, after in other_statement(node):
            yield mutation(where, statement, after)
        for other in (*turned(node), *other_value(node)):
            yield mutation(where, node, f"({ast.unparse(other)})")
        inside = f"{where}.{node.name}".lstrip(".") if isinstance(node, NAMED) else where
        for part in looked_at(node):
            yield from walk(part, inside)

    return sorted(set(walk(ast.parse(source), "")), key=lambda one: (one.span, one.after))


def is_other(source: bytes, mutation: Mutation) -> bool:
    """Whether it leaves Python behind, and other Python."""
    try:
        after = ast.dump(ast.parse(mutation.applied(source)))
    except SyntaxError:
        return False
    return after != ast.dump(ast.parse(source))
