"""`fal-lsp schema`: prints the JSON Schema in one of its flavours."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from .console import note, write

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Print the schema or write it to a file; 2 where that file cannot be written."""
    from fal_schema.json_schema import build

    schema = build(arguments.flavour)
    to_stdout = arguments.output is None or arguments.output == "-"
    # JSON is UTF-8 or ASCII; a stream in another encoding gets ASCII.
    ascii_only = to_stdout and (sys.stdout.encoding or "").lower() not in ("utf-8", "utf8")
    text = json.dumps(schema, indent=2, ensure_ascii=ascii_only) + "\n"
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
