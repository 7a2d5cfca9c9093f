"""`python -m fal_schema.schemastore DIRECTORY`: the files of a contribution to SchemaStore.

Knows where SchemaStore keeps what (its CONTRIBUTING.md, seen in August 2026), but no key of fal.
It works in a clone of this repository, where the tests of the schema lie in schema/schemastore/.

SchemaStore takes a table of pyproject.toml as a `partial-` schema, which its pyproject.json
refers to, with files in test/ that the schema accepts and files in negative_test/ that it refuses,
each of them for one reason. The first line of such a file names its schema.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from . import json_schema, prettier
from .tool_fal import TOOL_FAL

COMMAND = "python -m fal_schema.schemastore"
SOURCES = Path(__file__).parent.parent / "schemastore"
PRAGMA = "#:schema ../../schemas/json/pyproject.json\n"
_PARTIAL = "partial-fal.json"
_RAW = "https://raw.githubusercontent.com/SchemaStore/schemastore/master/src/schemas/json"
_NOTE = """\
# What else the pull request changes

The other files of this directory are new in SchemaStore. Three files there get an entry each.

`src/schemas/json/pyproject.json`, in `properties.tool.properties`:

```json
{reference}
```

`src/schema-validation.jsonc`, in `missingCatalogUrl`, and among the options of pyproject.json in
`externalSchema`:

```json
"{name}", // pyproject.json[tool.fal]
```

`src/api/json/catalog.json`, in `schemas`:

```json
{catalog}
```

Then, in SchemaStore: `npm ci`, `npx prettier --write` on the new files, and
`node cli.js check --schema-name=pyproject.json`.
"""


def files() -> dict[str, str]:
    """Every file of the contribution by its path in SchemaStore, and the note about the others."""
    files = {f"src/schemas/json/{_PARTIAL}": prettier.dump(json_schema.build("schemastore"))}
    for folder in ("test", "negative_test"):
        for source in sorted((SOURCES / folder).glob("*.toml")):
            text = source.read_text(encoding="utf-8")
            files[f"src/{folder}/pyproject/{source.name}"] = PRAGMA + text
    files["fal-pull-request.md"] = _NOTE.format(
        reference=_member("fal", reference()), catalog=_dump(catalog_entry()), name=_PARTIAL
    )
    return files


def reference() -> dict[str, str]:
    """The entry of `fal` among the tools in SchemaStore's pyproject.json."""
    return {"$ref": _PARTIAL, "title": "Serverless Apps", "description": TOOL_FAL.summary}


def catalog_entry() -> dict[str, object]:
    """The entry in SchemaStore's catalog. No file is matched: that is done by pyproject.json."""
    return {
        "name": _PARTIAL,
        "description": "fal Serverless apps in pyproject.toml",
        "fileMatch": [],
        "url": f"{_RAW}/{_PARTIAL}",
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files below a directory, which may be a clone of SchemaStore.

    Exit code 1 where this is no clone of fal-lsp.
    """
    parser = argparse.ArgumentParser(
        prog=COMMAND, description="Write the files of a contribution to SchemaStore."
    )
    parser.add_argument("directory", type=Path, help="where to, such as a clone of SchemaStore")
    directory: Path = parser.parse_args(arguments).directory
    if not SOURCES.is_dir():
        print(f"{COMMAND} needs a clone of fal-lsp: {SOURCES} is missing", file=sys.stderr)
        return 1
    for name, text in files().items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {path}")
    return 0


def _dump(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _member(name: str, value: object) -> str:
    """A pair of an object, as it is pasted between others."""
    return f"{json.dumps(name)}: {_dump(value)},"


if __name__ == "__main__":
    sys.exit(main())
