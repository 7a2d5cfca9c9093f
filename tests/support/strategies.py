"""Texts and data for the properties: what people type, and what nobody would. Knows no rule."""

from __future__ import annotations

import datetime
import os
from typing import Any

from fal_schema.lookup import SchemaNode, node_at
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.support.corpus import cases

slow = settings(
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
"""New examples on every run at a desk, always the same ones where a failure stops a release."""

# --- Texts ----------------------------------------------------------------------------------------

PIECES = (
    *("[", "]", "[[", "]]", "{", "}", '"', "'", '"""', "'''", "\\", "=", ".", ",", "#", " ", "\t"),
    *("\n", "\r\n", "\r", "\0", "\ufeff", "\u2028", "\x85", "🎨", "ü", "-", "_", "0", "1e9", "nan"),
    *("[tool.fal.apps.x]\n", "[tool.fal]\n", "apps", "ref = ", '"app.py::X"', "true", "2026-02-03"),
    *(
        "# fal-lsp: ignore[unknown-key]",
        "[tool.fal-lsp]\n",
        "health_check",
        "image",
        "::",
        "}}",
        "]]",
    ),
)

fragments = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
texts = st.one_of(st.text(max_size=200), st.lists(fragments, max_size=12).map("".join))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A case of the corpus after a few cuts and insertions."""
    text = draw(st.sampled_from(cases())).text
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 1, 1, 5, 40, 10_000))))
        text = text[:start] + draw(fragments) + text[end:]
    return text


# --- Data -----------------------------------------------------------------------------------------


def _keys(node: SchemaNode) -> list[str]:
    found = [*node.children]
    for child in (*node.children.values(), *((node.entry,) if node.entry else ())):
        found += _keys(child)
    return found


APP = node_at(("apps", "x"))
assert APP is not None
NAMES = sorted({*_keys(APP), "apps", "x", "ghcr.io", "machine-type", "", "🎨", "a b", "sana.py"})
WORDS = (
    *("", " ", "app.py::X", "a.b:C", "S", "GPU-H100", "public", "Public", "rolling", "us-east"),
    *("timeout", "$SECRET", "3.12", ">=3", "*.pyc", ".", "torch==2", "torch=2", "/health", "GET"),
    *("Dockerfile", "a::b::c", ":", "::", "🎨", "true", "0", "\n", "\\", '"'),
)
scalars = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.booleans(),
    st.sampled_from(
        (-1, 0, 1, 30, 31, 65535, 65536, 2**31 - 1, 2**31, -(2**31) - 1, 2**63, 10**40)
    ),
    st.floats(),
    st.just(datetime.date(2026, 2, 3)),
    st.just(datetime.time(4, 5, 6)),
    st.just(datetime.datetime(2026, 2, 3, 4, 5, 6)),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    ),
    max_leaves=12,
)
tables = st.dictionaries(st.sampled_from(NAMES), values, max_size=8)
fal_tables = st.one_of(
    values,
    tables,
    st.fixed_dictionaries({"apps": st.dictionaries(st.sampled_from(NAMES), tables, max_size=4)}),
    st.fixed_dictionaries({"apps": values}),
)


def near(node: SchemaNode) -> st.SearchStrategy[Any]:
    """Values for a key of the model: its examples and values, its sub-tables, and anything."""
    good = [*node.examples, *(value.value for value in node.values)]
    choices = [values, st.sampled_from(good)] if good else [values]
    if node.children or node.entry:
        choices.append(table_near(node))
    return st.one_of(*reversed(choices))


_FEW = st.sampled_from((1, 1, 2, 3, 6))


@st.composite
def table_near(draw: st.DrawFn, node: SchemaNode) -> dict[str, Any]:
    """Tables with some of the keys of the model and, rarely, one that it doesn't know."""
    children = dict(node.children)
    if node.entry is not None:
        children |= {"one": node.entry, "two": node.entry}
    names = draw(st.lists(st.sampled_from(sorted(children)), max_size=draw(_FEW), unique=True))
    table = {name: draw(near(children[name])) for name in names}
    if draw(st.integers(0, 9)) == 9:
        table.setdefault(draw(st.sampled_from(NAMES)), draw(values))
    return table


@st.composite
def _app(draw: st.DrawFn) -> dict[str, Any]:
    assert APP is not None
    table = draw(table_near(APP))
    if draw(st.booleans()) and not table.keys() & {"ref", "python_entry_point", "image"}:
        table["ref"] = "src/app.py::Sana"
    return table


apps = st.dictionaries(st.sampled_from(("x", "sana", "a b")), _app(), max_size=2)
"""The content of `[tool.fal.apps]`, near what it should be."""
