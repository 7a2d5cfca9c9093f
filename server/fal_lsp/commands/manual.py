"""The longer texts of the help. Knows what the commands are for, not how they take arguments."""

from __future__ import annotations

MAIN = """\
Finds the mistakes in [tool.fal] of pyproject.toml before `fal deploy` does.

  fal-lsp check              check every pyproject.toml below this directory
  fal-lsp check --fix        ... and repair what can be repaired safely
  fal-lsp explain RULE       what a rule is about, with an example
  fal-lsp show APP           what fal would deploy, and where each setting comes from
  fal-lsp schema             the JSON Schema of [tool.fal]
  fal-lsp --stdio            the language server, as an editor starts it: short for
                             fal-lsp server --stdio
"""

CHECK = """\
Checks [tool.fal] in pyproject.toml files. Nothing of the project is imported or run, nothing is
fetched from a network.

A file is checked whatever its name is; the files around it are looked at only if the name is
pyproject.toml. A directory is searched for files named pyproject.toml;
hidden directories, virtual environments, node_modules, site-packages and __pycache__ below it are
skipped. What does not mention fal and lies deeper than a directory that you named stays unreported,
even where it cannot be read as TOML.
"""

CHECK_END = """\
exit codes:
  0  no errors (warnings and lighter findings may be there)
  1  errors, or warnings with --error-on-warning; with --diff: something would change
  2  wrong usage, a mistake in [tool.fal-lsp], or fal-lsp itself failed
  130  interrupted

configuration, in pyproject.toml:
  [tool.fal-lsp]
  ignore = ["negative-value"]               # rules that are off
  severity = { unknown-machine-type = "warning" }

  # fal-lsp: ignore[rule, ...]   at the end of a line: off for that line
                                 on a line of its own: off for the file

examples:
  fal-lsp check apps/one pyproject.toml
  fal-lsp check --output-format sarif > fal.sarif
  fal-lsp check --select unknown-key,wrong-type --statistics
  fal-lsp check - --stdin-filename app/pyproject.toml < draft.toml
"""

EXPLAIN = "Prints the page of a rule: what it reports, why, and what to write instead."

SHOW = """\
Prints what fal would deploy for an app: every setting, its value, and whether that comes from
pyproject.toml, from the class or from fal's defaults. Nothing of the project is imported or run.
"""

SCHEMA = "Prints the JSON Schema (draft-07) of [tool.fal]."

SCHEMA_END = """\
flavours:
  tool         the table [tool.fal] alone, with all annotations
  pyproject    a whole pyproject.toml, for `#:schema` and the settings of editors
  schemastore  the table [tool.fal], in the form that SchemaStore accepts
"""

SERVER = "Starts the language server for an editor."
