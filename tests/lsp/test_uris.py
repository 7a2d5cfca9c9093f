"""URIs as editors write them."""

from __future__ import annotations

import pytest
from fal_lsp.lsp.uris import document_name, path_uri, uri_path

NAMES = [
    ("file:///a/pyproject.toml", "pyproject.toml"),
    ("file:///a%20b/%70yproject.toml", "pyproject.toml"),
    ("file:///c%3A/a/pyproject.toml", "pyproject.toml"),
    ("file:///C:/a/pyproject.toml", "pyproject.toml"),
    ("file://server/share/pyproject.toml", "pyproject.toml"),
    ("untitled:pyproject.toml", "pyproject.toml"),
    ("untitled:/a/pyproject.toml", "pyproject.toml"),
    ("untitled:C%3A%5Ca%5Cpyproject.toml", "pyproject.toml"),
    ("vscode-vfs://github/o/r/pyproject.toml", "pyproject.toml"),
    ("git:/a/pyproject.toml?%7B%22ref%22%3A%22~%22%7D", "pyproject.toml"),
    ("file:///a/pyproject.toml#L3", "pyproject.toml"),
    ("file:///a/pyproject.toml.bak", "pyproject.toml.bak"),
    ("file:///a/PyProject.toml", "PyProject.toml"),
    ("file:///pyproject.toml/x.toml", "x.toml"),
    ("untitled:Untitled-1", "Untitled-1"),
    ("", ""),
    ("file://[/pyproject.toml", ""),
]


@pytest.mark.parametrize(("uri", "name"), NAMES)
def test_the_name_of_a_document(uri: str, name: str) -> None:
    assert document_name(uri) == name


# A URI, its path on Linux and macOS, its path on Windows.
PATHS = [
    ("file:///a/b.toml", "/a/b.toml", None),
    ("file:///a%20%C3%A9/%E6%BC%A2%23.toml", "/a é/漢#.toml", None),
    ("file:///a/%ff.toml", "/a/\udcff.toml", None),
    ("file://localhost/a", "/a", None),
    ("FILE:///a", "/a", None),
    ("file:///c%3A/a/b.toml", None, "C:\\a\\b.toml"),
    ("file:///C:/a/b.toml", None, "C:\\a\\b.toml"),
    ("file://server/share/b.toml", None, "\\\\server\\share\\b.toml"),
    ("untitled:pyproject.toml", None, None),
    ("untitled:/a/pyproject.toml", None, None),
    ("git:/a/pyproject.toml", None, None),
    ("file:///a%00b", None, None),
    ("pyproject.toml", None, None),
    ("file:pyproject.toml", None, None),
]


@pytest.mark.parametrize(("uri", "posix", "windows"), PATHS)
def test_the_path_of_a_document(uri: str, posix: str | None, windows: str | None) -> None:
    assert uri_path(uri, windows=False) == posix
    assert uri_path(uri, windows=True) == windows


@pytest.mark.parametrize(
    ("path", "windows", "uri"),
    [
        ("/a/b.toml", False, "file:///a/b.toml"),
        ("/a é/漢#?.toml", False, "file:///a%20%C3%A9/%E6%BC%A2%23%3F.toml"),
        ("/a/\udcff", False, "file:///a/%FF"),
        ("/a\nb", False, "file:///a%0Ab"),
        ("C:\\a\\b.toml", True, "file:///c%3A/a/b.toml"),
        ("\\\\server\\share\\b c", True, "file://server/share/b%20c"),
    ],
)
def test_a_path_comes_back_from_its_uri(path: str, windows: bool, uri: str) -> None:
    assert path_uri(path, windows) == uri
    assert uri_path(uri, windows) == path
