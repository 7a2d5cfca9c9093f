"""Compiles what runs in the page and packs it: stdlib.bin and packages.bin in /target.

Runs in Pyodide, since compiled files only fit the Python that compiled them. Of the standard
library and of the dependencies only those modules are packed that are loaded once all of our own
are, and all that these import within functions. Returns the licences of the packages as JSON.
"""

import ast
import gzip
import importlib
import io
import json
import py_compile
import sys
import zipfile
from pathlib import Path

OWN = ("fal_lsp", "fal_schema")
NOT_NEEDED = ("fal_lsp/cli.py", "fal_lsp/__main__.py", "fal_lsp/commands/", "fal_lsp/lsp/")
NOT_NEEDED += ("fal_lsp/report/", "fal_schema/generate.py", "fal_schema/schemastore.py")
# What the standard library imports within its functions.
LAZY = ("_ast_unparse", "_strptime", "encodings.ascii", "encodings.latin_1", "encodings.utf_16")

PACKAGES = Path("/packages")
STDLIB = Path("/pyodide/python_stdlib.zip")


def unpack() -> dict[str, str]:
    """Unpack the wheels and our own modules; the licences by package."""
    licences = {}
    for wheel in sorted(Path("/wheels").glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if ".dist-info/" not in name and not name.startswith(NOT_NEEDED):
                    archive.extract(name, PACKAGES)
                elif name.rsplit("/", 1)[1].upper().startswith(("LICEN", "COPYING")):
                    licences["-".join(wheel.name.split("-")[:2])] = archive.read(name).decode()
    for path in Path("/own").glob("*.py"):
        (PACKAGES / path.name).write_bytes(path.read_bytes())
    return licences


def named(source: str) -> set[str]:
    """The modules that a file imports anywhere in it, without relative ones."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def load() -> set[str]:
    """Import all that is needed and let it work; the paths of the files that are loaded then."""
    sys.path.insert(0, str(PACKAGES))
    modules = set(LAZY)
    for path in (*PACKAGES.glob("*.py"), *(each for own in OWN for each in rglob(own))):
        parts = path.relative_to(PACKAGES).with_suffix("").parts
        modules.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
        modules |= named(path.read_text())
    for module in sorted(modules):
        importlib.import_module(module)
    importlib.import_module("bridge").open_bridge("/project")
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return {each for each in files if each}


def rglob(package: str) -> list[Path]:
    return list((PACKAGES / package).rglob("*.py"))


def packed(files: dict[str, bytes]) -> bytes:
    """A zip archive of the files, Python compiled and without its source.

    It is compressed as a whole, which is a tenth smaller than file by file.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in sorted(files.items()):
            if name.endswith(".py"):
                name, content = f"{name}c", compiled(name, content)
            # Without a time, the same files make the same archive.
            archive.writestr(zipfile.ZipInfo(name), content)
    return gzip.compress(buffer.getvalue(), 9, mtime=0)


def compiled(name: str, source: bytes) -> bytes:
    path = Path("/tmp/module.py")
    path.write_bytes(source)
    py_compile.compile(
        str(path),
        f"{path}c",
        dfile=name,
        doraise=True,
        # The pages of our rules are docstrings; those of others are not read.
        optimize=2,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    return Path(f"{path}c").read_bytes()


def main() -> str:
    licences = unpack()
    loaded = load()
    stdlib = {}
    with zipfile.ZipFile(STDLIB) as archive:
        for name in archive.namelist():
            if any(each.endswith(f".zip/{name}") for each in loaded):
                stdlib[name] = archive.read(name)
    packages = {}
    for path in PACKAGES.rglob("*"):
        name = str(path.relative_to(PACKAGES))
        is_ours = name.startswith(OWN) or "/" not in name
        is_data = path.suffix not in (".py", ".pyi", ".pyc", ".typed") and "/tests/" not in name
        if path.is_file() and (
            str(path) in loaded or is_data or (is_ours and path.suffix == ".py")
        ):
            packages[name] = path.read_bytes()
    Path("/target/stdlib.bin").write_bytes(packed(stdlib))
    Path("/target/packages.bin").write_bytes(packed(packages))
    return json.dumps(licences)


main()
