"""An app does not say what to run.

## What it does
Reports an app that has none of `ref`, `python_entry_point` and `image`.

## Why
fal refuses an app without code or container to deploy.

## Example
```toml
[tool.fal.apps.image-generator]
auth = "private"
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
auth = "private"
```

## Source in fal
`get_app_data_from_toml`: "does not have a ref key in pyproject.toml" (fal 1.83.0).
"""

from __future__ import annotations

from collections.abc import Iterator

from fal_schema.literals import literal

from ..app_candidates import Candidate, is_certain, meant
from ..context import FAL, AppContext
from ..finding import Finding, Fix, InsertKey, Rule, Severity
from ..fixes import add_one_of, breaks_a_rule, install_project
from ..violations import found


def check(app: AppContext) -> Iterator[Finding]:
    """One finding on the app; an example is only offered where the project has nothing to run."""
    for violation in app.violations_of(RULE.name):
        known = meant(app, lambda _: True)
        if known:
            fixes = _real(app, known)
        else:
            examples = add_one_of(app.document, violation)
            fixes = tuple(_installed(app, fix) for fix in examples)
        yield found(violation)._replace(fixes=fixes)


def _real(app: AppContext, known: list[Candidate]) -> tuple[Fix, ...]:
    """Add the `ref` of a candidate, or run the first one from its package."""
    values = [("ref", each.ref) for each in known]
    if known[0].entry_point:
        values.append(("python_entry_point", known[0].entry_point))
    only = is_certain(known)
    table = app.path[len(FAL) :]
    return tuple(
        _installed(app, _add(app, key, value, preferred=only and key == "ref"))
        for key, value in values
        if not breaks_a_rule(app.document, table, add=(key,))
    )


def _add(app: AppContext, key: str, value: str, *, preferred: bool) -> Fix:
    text = literal(value)
    edits = (InsertKey(app.path, key, text),)
    return Fix(f"Add `{key} = {text}`", edits, safe=False, preferred=preferred)


def _installed(app: AppContext, fix: Fix) -> Fix:
    """An entry point comes with the requirement that installs its package."""
    (edit,) = fix.edits
    if not isinstance(edit, InsertKey) or edit.name != "python_entry_point":
        return fix
    more = install_project(app.document, app.path)
    title = "".join([fix.title, *(f" and `{each.name} = {each.text}`" for each in more)])
    return fix._replace(title=title, edits=(edit, *more))


RULE = Rule(
    "app-source-missing",
    Severity.ERROR,
    __doc__,
    check_app=check,
    claims_absence=True,
    fixable="unsafe",
)
