"""An entry of `secrets` is not the name of a secret.

## What it does
Reports an entry of `secrets` that begins with `$`, contains `=`, a space or a comma, is empty, or looks like a token.

## Why
`secrets` lists names: fal passes the values of these secrets to the app as environment variables. fal has no secret with such a name, and a token in a repository is no longer secret.

## Example
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
secrets = ["$HF_TOKEN"]
```

## Use instead
```toml
[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
secrets = ["HF_TOKEN"]
```

## Source in fal
`register` sends the entries as `SecretsConfig.names`, as they are (fal 1.83.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..context import AppContext
from ..did_you_mean import change_to
from ..finding import Finding, Place, Rule, Severity

_WORD = re.compile(r"[^\s,]+")
_REFERENCE = re.compile(r"\$\{?([A-Za-z_]\w*)\}?")
_ASSIGNED = re.compile(r"([A-Za-z_]\w*)\s*=.*", re.DOTALL)
_TOKEN = re.compile(
    r"(?:hf_|sk-|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abprs]-|AKIA|AIza|r8_|npm_|pypi-)"
    r"[A-Za-z0-9_-]{16,}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?::[0-9a-f]{16,})?"
)
"""Tokens of services that people use with fal, by their prefixes, and keys of fal."""


def check(app: AppContext) -> Iterator[Finding]:
    """A finding for each entry."""
    for path, entry in app.valid_strings("secrets"):
        place = Place(path)
        reference, assigned = _REFERENCE.fullmatch(entry), _ASSIGNED.fullmatch(entry)
        if _TOKEN.fullmatch(entry) or assigned is not None:
            name = assigned[1] if assigned is not None else "NAME"
            yield Finding(
                RULE.name,
                "`secrets` must list secret names, not values.",
                place,
                help=f"Run `fal secrets set {name}=...` and list `{name}`.",
            )
        elif reference is not None:
            yield Finding(
                RULE.name,
                "`secrets` must list secret names without `$`.",
                place,
                fixes=(change_to(place, reference[1]),),
            )
        elif not _WORD.fullmatch(entry):
            yield _no_word(place, entry)


def _no_word(place: Place, entry: str) -> Finding:
    words = re.split(r"[\s,]+", entry.strip(" \t\r\n,"))
    if words == [""]:
        return Finding(RULE.name, "`secrets` contains an empty name.", place, help="Remove it.")
    if len(words) == 1:
        message = "`secrets` must list secret names without spaces or commas."
        return Finding(RULE.name, message, place, fixes=(change_to(place, words[0]),))
    shown = ", ".join(f'"{each}"' for each in words)
    message = "`secrets` must list each name as a separate string."
    return Finding(RULE.name, message, place, help=f"Write `{shown}`.")


RULE = Rule(
    "secret-not-a-name",
    Severity.WARNING,
    __doc__,
    check_app=check,
    judges_values=True,
    fixable="safe",
)
