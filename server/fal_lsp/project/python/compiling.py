"""What Python's compiler refuses in a file that its parser accepts. Knows `ast`; must not know what
a file is for.

A file is never compiled: that takes quadratic time in several ways (16 s for 240 kB of keywords of
one call, 8 s for as much of `def`). What the compiler finds out about statements is a few lines
here; what it finds out about names is asked of `symtable` where the text has something to ask. That
stops short of compiling, and is quadratic in the number of scopes alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from ..files import Unreadable
from .symbol_tables import symbol_table

Kind = Literal["module", "class", "function", "async"]
"""The scope that a statement is in."""

_NAMES = re.compile(r"\b(?:global|nonlocal)\b|:=|^[ \t]+from\b.*\*", re.MULTILINE)
_ASYNC = re.compile(r"\b(?:await|yield|async)\b")
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_COMPREHENSIONS = {
    ast.ListComp: "list comprehension",
    ast.SetComp: "set comprehension",
    ast.DictComp: "dict comprehension",
    ast.GeneratorExp: "generator expression",
}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_WITH_CALLS = (ast.Expr, ast.Assign, ast.AnnAssign, ast.ClassDef, ast.FunctionDef)
_COMPOUND = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.For, ast.AsyncFor),
    *(ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match),
    *([ast.TryStar] if hasattr(ast, "TryStar") else []),
)
_ANNOTATIONS = ("annotation", "returns")
_JUDGED = frozenset(
    {ast.Return, ast.Break, ast.Continue, ast.AsyncFor, ast.AsyncWith, ast.Try}
    | {ast.FunctionDef, ast.AsyncFunctionDef}
)
"""The statements that may be refused for what they are or where they stand."""


Refused = tuple[str, int]
"""What the compiler says, and the line from 0."""


def refused(real: str, text: str, tree: ast.Module) -> Unreadable | None:
    """What the compiler certainly refuses in a `source_text`, as `syntax`. Never raises."""
    found = next(_of_statements(text, tree), None) or _of_names(text)
    if found is None and "__debug__" in text:
        found = next(_of_debug(tree), None)
    return Unreadable(real, "syntax", *found) if found is not None else None


def _of_names(text: str) -> Refused | None:
    if _NAMES.search(text) is None:
        return None
    try:
        symbol_table(text)
    except SyntaxError as error:
        return str(error.msg), max((error.lineno or 1) - 1, 0)
    return None


class _Block(NamedTuple):
    statements: Sequence[ast.stmt]
    kind: Kind
    in_loop: bool


def _of_statements(text: str, tree: ast.Module) -> Iterator[Refused]:
    head = _head(tree)
    words = _lines(text)
    waiting = [_Block(tree.body, "module", False)]
    while waiting:
        block = waiting.pop()
        for node in block.statements:
            message = _of_statement(node, block) if type(node) in _JUDGED else ""
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                message = _of_future(node, is_first=node in head)
            if message:
                yield message, node.lineno - 1
            if isinstance(node, _WITH_CALLS):
                yield from _of_keywords(node)
            if words and any(
                line in words for line in range(node.lineno - 1, node.end_lineno or node.lineno)
            ):
                yield from _of_expressions(_expressions(node), block.kind)
                if isinstance(node, ast.AsyncFunctionDef):
                    yield from _of_generator(node)
            if isinstance(node, ast.Match):
                yield from _of_cases(node)
            if isinstance(node, _COMPOUND):
                waiting += _blocks(node, block)


def _lines(text: str) -> set[int]:
    """The lines with a word that only fits into some functions."""
    lines: set[int] = set()
    line = end = 0
    for found in _ASYNC.finditer(text):
        line += text.count("\n", end, found.start())
        end = found.start()
        lines.add(line)
    return lines


def _head(tree: ast.Module) -> list[ast.stmt]:
    """The statements in front of which `from __future__` is allowed."""
    found: list[ast.stmt] = []
    for node in tree.body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not is_future and not (is_text and not found):
            break
        found.append(node)
    return found


def _of_future(node: ast.ImportFrom, *, is_first: bool) -> str:
    import __future__

    if node.level:
        return ""
    if not is_first:
        return "from __future__ imports must occur at the beginning of the file"
    unknown = [each.name for each in node.names if each.name not in __future__.all_feature_names]
    return f"future feature {unknown[0]} is not defined" if unknown else ""


def _of_statement(node: ast.stmt, block: _Block) -> str:
    if isinstance(node, ast.Return):
        return "" if block.kind in ("function", "async") else "'return' outside function"
    if isinstance(node, ast.Break):
        return "" if block.in_loop else "'break' outside loop"
    if isinstance(node, ast.Continue):
        return "" if block.in_loop else "'continue' not properly in loop"
    if isinstance(node, (ast.AsyncFor, ast.AsyncWith)) and block.kind != "async":
        what = "for" if isinstance(node, ast.AsyncFor) else "with"
        return f"'async {what}' outside async function"
    if isinstance(node, ast.Try) and any(each.type is None for each in node.handlers[:-1]):
        return "default 'except:' must be last"
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        given = node.args
        listed = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        twice = _twice(each.arg if each is not None else None for each in listed)
        return f"duplicate argument '{twice}' in function definition" if twice else ""
    return ""


def _of_cases(node: ast.Match) -> Iterator[Refused]:
    # A pattern that matches everything may only be the last one.
    waiting: list[tuple[ast.pattern, bool]] = [
        (case.pattern, case.guard is not None or case is node.cases[-1])
        for case in reversed(node.cases)
    ]
    while waiting:
        pattern, is_last = waiting.pop()
        message = ""
        inner: list[tuple[ast.pattern, bool]] = []
        if isinstance(pattern, ast.MatchAs):
            if pattern.pattern is not None:
                inner = [(pattern.pattern, is_last)]
            elif not is_last:
                what = f"name capture {pattern.name!r}" if pattern.name else "wildcard"
                message = f"{what} makes remaining patterns unreachable"
        elif isinstance(pattern, ast.MatchOr):
            last = pattern.patterns[-1]
            inner = [(each, is_last and each is last) for each in pattern.patterns]
        elif isinstance(pattern, ast.MatchSequence):
            if sum(isinstance(each, ast.MatchStar) for each in pattern.patterns) > 1:
                message = "multiple starred names in sequence pattern"
            inner = [(each, True) for each in pattern.patterns]
        elif isinstance(pattern, ast.MatchMapping):
            inner = [(each, True) for each in pattern.patterns]
        elif isinstance(pattern, ast.MatchClass):
            inner = [(each, True) for each in (*pattern.patterns, *pattern.kwd_patterns)]
        if message:
            yield message, pattern.lineno - 1
        waiting += reversed(inner)


def _of_generator(node: ast.AsyncFunctionDef) -> Iterator[Refused]:
    """A value that an asynchronous generator returns."""
    returns: list[ast.Return] = []
    is_generator = False
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        each = waiting.pop()
        if isinstance(each, (*_FUNCTIONS, ast.ClassDef, Comprehension)):
            continue
        is_generator = is_generator or isinstance(each, ast.Yield)
        if isinstance(each, ast.Return) and each.value is not None:
            returns.append(each)
        waiting += ast.iter_child_nodes(each)
    if is_generator and returns:
        first = min(returns, key=lambda found: found.lineno)
        yield "'return' with value in async generator", first.lineno - 1


def _of_keywords(node: ast.stmt) -> Iterator[Refused]:
    calls: list[ast.expr] = list(getattr(node, "decorator_list", ()))
    if isinstance(node, (ast.Expr, ast.Assign, ast.AnnAssign)) and node.value:
        calls.append(node.value)
    keywords = [node.keywords] if isinstance(node, ast.ClassDef) else []
    keywords += [each.keywords for each in calls if isinstance(each, ast.Call)]
    for listed in keywords:
        twice = _twice(each.arg for each in listed)
        if twice:
            line = next(each.lineno for each in reversed(listed) if each.arg == twice)
            yield f"keyword argument repeated: {twice}", line - 1


def _twice(names: Iterable[str | None]) -> str:
    """The first name that is there more than once."""
    seen = set()
    for name in names:
        if name is not None and name in seen:
            return name
        seen.add(name)
    return ""


def _blocks(node: ast.stmt, block: _Block) -> Iterator[_Block]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        is_async = isinstance(node, ast.AsyncFunctionDef)
        yield _Block(node.body, "async" if is_async else "function", False)
    elif isinstance(node, ast.ClassDef):
        yield _Block(node.body, "class", False)
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
        yield _Block(node.body, block.kind, True)
        yield _Block(node.orelse, block.kind, block.in_loop)
    elif isinstance(node, ast.Match):
        for case in node.cases:
            yield _Block(case.body, block.kind, block.in_loop)
    else:
        parts = [getattr(node, name, ()) for name in ("body", "orelse", "finalbody")]
        parts += [each.body for each in getattr(node, "handlers", ())]
        for part in filter(None, parts):
            yield block._replace(statements=part)


def _expressions(node: ast.stmt) -> list[ast.AST]:
    """The expressions of a statement that are evaluated in its own scope."""
    found: list[ast.AST] = []
    for name, value in ast.iter_fields(node):
        if name in _ANNOTATIONS:
            continue
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, (ast.expr, ast.withitem, ast.keyword)):
                found.append(each)
            elif isinstance(each, ast.arguments):
                found += [*each.defaults, *(default for default in each.kw_defaults if default)]
    return found


def _of_comprehension(node: Comprehension, kind: Kind) -> str:
    is_async = any(each.is_async for each in node.generators)
    if is_async and kind != "async" and not isinstance(node, ast.GeneratorExp):
        return "asynchronous comprehension outside of an asynchronous function"
    first = node.generators[0]
    # The first iterable is evaluated outside.
    waiting: list[tuple[ast.AST, Comprehension]] = [
        (first.target if each is first else each, node) for each in ast.iter_child_nodes(node)
    ]
    waiting += [(each, node) for each in first.ifs]
    while waiting:
        each, around = waiting.pop()
        if isinstance(each, (ast.Yield, ast.YieldFrom)):
            return f"'yield' inside {_COMPREHENSIONS[type(around)]}"
        if not isinstance(each, ast.Lambda):
            around = each if isinstance(each, Comprehension) else around
            waiting += [(inner, around) for inner in ast.iter_child_nodes(each)]
    return ""


def _of_debug(tree: ast.Module) -> Iterator[Refused]:
    for node in ast.walk(tree):
        is_bound = isinstance(getattr(node, "ctx", None), ast.Store) and "__debug__" in (
            getattr(node, "id", ""),
            getattr(node, "attr", ""),
        )
        if is_bound or (isinstance(node, (ast.arg, ast.keyword)) and node.arg == "__debug__"):
            yield "cannot assign to __debug__", getattr(node, "lineno", 1) - 1


def _of_expressions(nodes: list[ast.AST], kind: Kind) -> Iterator[Refused]:
    waiting: list[tuple[ast.AST, Kind]] = [(each, kind) for each in nodes]
    while waiting:
        node, kind = waiting.pop()
        message = ""
        if isinstance(node, Comprehension):
            message = _of_comprehension(node, kind)
            if message:
                yield message, node.lineno - 1
            # What else is allowed in one has changed more than once.
            waiting.append((node.generators[0].iter, kind))
            continue
        if isinstance(node, ast.Lambda):
            waiting.append((node.body, "function"))
            continue
        if isinstance(node, ast.Await) and kind != "async":
            message = f"'await' outside {'async ' if kind == 'function' else ''}function"
        elif isinstance(node, (ast.Yield, ast.YieldFrom)) and kind in ("module", "class"):
            message = "'yield' outside function"
        elif isinstance(node, ast.YieldFrom) and kind == "async":
            message = "'yield from' inside async function"
        if message:
            yield message, getattr(node, "lineno", 1) - 1
        waiting += [(each, kind) for each in ast.iter_child_nodes(node)]
