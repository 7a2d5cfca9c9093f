"""`python -m fal_schema.generate`: writes the generated files. Knows where, not what.

python -m fal_schema.generate          write what is stale
python -m fal_schema.generate --check  write nothing; exit 1 where a file is stale
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from . import json_schema, prettier, reference

COMMAND = "python -m fal_schema.generate"
_PACKAGE = Path(__file__).parent
_SCHEMA = _PACKAGE.parent


def files() -> dict[Path, str]:
    """Every generated file with the text that it should have."""
    return {
        _PACKAGE / "tool-fal.schema.json": _dump(json_schema.build("tool")),
        _SCHEMA / "partial-fal.json": prettier.dump(json_schema.build("schemastore")),
        _SCHEMA / "REFERENCE.md": reference.render(),
    }


def stale() -> list[Path]:
    """The generated files whose text differs from what the model says, or that are missing."""
    return [path for path, text in files().items() if _read(path) != text]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 where every file is up to date (or was written), 1 where `--check` finds one."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Write the generated files.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if a file is stale"
    )
    check = parser.parse_args(arguments).check
    texts = files()
    for path in stale():
        name = path.relative_to(_SCHEMA.parent)
        if check:
            print(f"{name} is stale: run {COMMAND}", file=sys.stderr)
            continue
        path.write_text(texts[path], encoding="utf-8", newline="\n")
        print(f"wrote {name}")
    return 1 if check and stale() else 0


def _dump(schema: json_schema.Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
