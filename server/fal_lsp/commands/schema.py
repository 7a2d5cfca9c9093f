"""`fal-lsp schema`: prints a JSON Schema, and writes those that know the rules and the reports.

    python -m fal_lsp.commands.schema          write what is stale in schema/
    python -m fal_lsp.commands.schema --check  write nothing; exit with 1 if a file is stale

Knows which schemas there are, not what is in them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .console import note, write

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

COMMAND = "python -m fal_lsp.commands.schema"
_FILES = {
    "pyproject": "pyproject.schema.json",
    "tool-fal-lsp": "tool-fal-lsp.schema.json",
    "check-output": "check-output.schema.json",
    "show-output": "show-output.schema.json",
}


def run(arguments: argparse.Namespace) -> int:
    """Print the schema or write it to a file; 2 where that file cannot be written."""
    to_stdout = arguments.output is None or arguments.output == "-"
    # JSON is UTF-8 or ASCII; a stream in another encoding gets ASCII.
    ascii_only = to_stdout and (sys.stdout.encoding or "").lower() not in ("utf-8", "utf8")
    text = _text(arguments.flavour, ascii_only)
    if to_stdout:
        write([text], sys.stdout)
        return 0
    try:
        with open(arguments.output, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        note(f"could not write {arguments.output}: {error.strerror}", "error")
        return 2
    return 0


def _text(flavour: str, ascii_only: bool = False) -> str:
    if flavour == "schemastore" and not ascii_only:
        from fal_schema import prettier

        return prettier.dump(_schema(flavour))
    return json.dumps(_schema(flavour), indent=2, ensure_ascii=ascii_only) + "\n"


def _schema(flavour: str) -> dict[str, Any]:
    from fal_schema.json_schema import build

    if flavour == "tool":
        return build("tool")
    if flavour == "schemastore":
        return build("schemastore")
    if flavour == "pyproject":
        from ..lint.config_schema import own_table

        return build("pyproject", {"fal-lsp": own_table()})
    if flavour == "tool-fal-lsp":
        from ..lint import config_schema

        return config_schema.build()
    from ..report.output_schemas import check_output, show_output

    return check_output() if flavour == "check-output" else show_output()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files that are stale, or with `--check` return 1 if there is one."""
    import argparse
    from pathlib import Path

    parser = argparse.ArgumentParser(prog=COMMAND, description="Write the schemas of fal-lsp.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if one is stale")
    check = parser.parse_args(arguments).check
    folder = Path(__file__).parents[3] / "schema"
    stale = {folder / name: text for name, text in files().items() if _read(folder / name) != text}
    for path, text in stale.items():
        if check:
            print(f"schema/{path.name} is stale: run {COMMAND}", file=sys.stderr)
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote schema/{path.name}")
    return 1 if check and stale else 0


def files() -> dict[str, str]:
    """The generated files by their name in schema/, each with the text that it should have."""
    return {name: _text(flavour) for flavour, name in _FILES.items()}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
