"""The longer texts of `--help`. Knows what the commands are for, not their arguments."""

from __future__ import annotations

MAIN = """\
Catches mistakes in the [tool.fal] table of your pyproject.toml before you deploy.

  fal-lsp check              check every pyproject.toml in this directory and below
  fal-lsp check --fix        ... and apply safe fixes
  fal-lsp explain RULE       explain a rule, with an example
  fal-lsp show APP           show what fal would deploy, and where each setting comes from
  fal-lsp init               add the apps that your code defines to pyproject.toml
  fal-lsp show --diff REV    show what has changed in the deployed apps since a commit
  fal-lsp schema             print the JSON Schema of [tool.fal]
  fal-lsp completion SHELL   print the completion script of a shell
  fal-lsp --stdio            start the language server, as an editor does (short for
                             fal-lsp server --stdio)
"""

CHECK = """\
Checks [tool.fal] in pyproject.toml files. Your code is never imported or run, and the network is
not used.

Directories are searched for files named pyproject.toml; hidden directories, virtual environments,
node_modules, site-packages and __pycache__ are skipped. You can also name files. For a Python file
or a Dockerfile, the nearest pyproject.toml with [tool.fal] in its directory or above is checked.
For a TOML file of another name, the files around it are not read. A file that does not mention fal
is not reported, even if it is not valid TOML.
"""

CHECK_END = """\
exit codes:
  0  no errors (there may be warnings, information or hints)
  1  errors, or warnings with --error-on-warning; with --diff: there are changes to make
  2  invalid usage, a mistake in [tool.fal-lsp], or a failure of fal-lsp itself
  130  interrupted

configuration, in pyproject.toml:
  [tool.fal-lsp]
  ignore = ["negative-value"]               # rules to turn off
  severity = { unknown-machine-type = "warning" }

  # fal-lsp: ignore[rule, ...]   at the end of a line: suppresses the rule for that line
                                 on its own line: suppresses the rule for the file

examples:
  fal-lsp check apps/one pyproject.toml
  fal-lsp check src/app.py
  fal-lsp check --output-format sarif --output-file fal.sarif
  fal-lsp check --add-ignore --diff
  fal-lsp check --select unknown-key,wrong-type --statistics
  fal-lsp check - --stdin-filename app/pyproject.toml < draft.toml
"""

EXPLAIN = "Explains a rule: what it reports, why, and how to fix it."

SHOW = """\
Shows what fal would deploy for an app: every setting, its value, and whether it comes from
pyproject.toml, from the class or from fal's defaults. Your code is never imported or run.

With --diff, shows what has changed since a commit: the settings of each app before and after, apps
that were added, removed or renamed, and what a redeploy will not apply. The commit is read from
git's objects: nothing is checked out, and no hook or filter of the repository runs.
"""

INIT = """\
Looks for fal.App classes, served functions and Dockerfiles in this project, and adds those that you
choose to [tool.fal.apps]. The rest of pyproject.toml is left unchanged. Your code is never imported
or run.
"""

INIT_END = """\
exit codes:
  0  the apps were added, or there were none to add
  1  the file cannot be read or written; with --diff: there are apps to add
  2  invalid usage

examples:
  fal-lsp init                   ask for each app
  fal-lsp init --yes             add every likely app
  fal-lsp init text-to-image     add this app
  fal-lsp init --diff            see what would be added
"""

SCHEMA = "Prints the JSON Schema (draft-07) of [tool.fal], of [tool.fal-lsp] or of a JSON output."

SCHEMA_END = """\
flavours:
  tool          the [tool.fal] table, with all annotations
  pyproject     a whole pyproject.toml, for `#:schema` and editor settings
  schemastore   the [tool.fal] table, in the form for SchemaStore
  tool-fal-lsp  the [tool.fal-lsp] table
  check-output  what `fal-lsp check --output-format json` prints
  show-output   what `fal-lsp show --output-format json` prints
"""

COMPLETION = "Prints a script that lets a shell complete commands, options, rules and apps."

COMPLETION_END = """\
  bash        eval "$(fal-lsp completion bash)", in ~/.bashrc
  zsh         fal-lsp completion zsh > _fal-lsp, in a directory of $fpath
  fish        fal-lsp completion fish > ~/.config/fish/completions/fal-lsp.fish
  tcsh        fal-lsp completion tcsh > fal-lsp.csh, which ~/.tcshrc sources
  powershell  fal-lsp completion powershell | Out-String | Invoke-Expression, in $PROFILE
"""

SERVER = "Starts the language server for an editor."
