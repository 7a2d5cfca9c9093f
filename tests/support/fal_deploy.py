"""Deploys an app with the installed fal as far as that goes without a network.

Knows fal's internals and nothing of ours. Runs in this process: the files are ones that a test
wrote. What would leave the machine is stopped or answered here: a socket that connects raises,
fal's servers are said to have every file already, and a built package is not uploaded.
"""

from __future__ import annotations

import contextlib
import io
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fal.api.deploy import PreparedDeployment


class Deployed(NamedTuple):
    """How far fal got. `refused` are its own words, empty where it refuses nothing here."""

    refused: str
    printed: str
    options: dict[str, Any]
    """What fal would send: the options of the machine, the environment and the gateway."""
    files: tuple[str, ...]
    """The `app_files` as they would lie on the runner."""
    name: str | None = None
    auth: str | None = None


def deploy(folder: Path, app: str, *, worker: bool = False, build: bool = False) -> Deployed:
    """What `fal deploy APP` does in a folder before it asks fal's servers.

    That is `fal.api.deploy.prepare_deployment` (the loader `get_app_data_from_toml`, then
    `fal.utils.load_function_from`), `FalServerlessHost.prepare_options` and `files_sync`. With
    `worker` the entry point is also imported as on the worker, asked for its metadata and made an
    app (`_on_worker`), and the options of the environment are given to isolate, which would build
    it; with `build` local requirements are really built.
    """
    out = io.StringIO()
    options: dict[str, Any] = {}
    files: tuple[str, ...] = ()
    name = auth = None
    with _in_folder(folder), _offline(build), contextlib.redirect_stdout(out):
        try:
            prepared = _prepare(app)
            name, auth = prepared.loaded.app_name, prepared.loaded.app_auth
            function = prepared.loaded.function
            given = function.options
            options = {**given.host, **given.environment, **given.gateway}
            sent = prepared.host.prepare_options(given, func=function.func)
            options |= {**sent.host, **sent.environment, **sent.gateway}
            files = _files(prepared.host, sent)
            if worker:
                _on_worker(function)
                _accept_environment(sent.environment)
        except Exception as error:
            return Deployed(f"{type(error).__name__}: {error}", out.getvalue(), options, files)
    return Deployed("", out.getvalue(), options, files, name, auth)


def finds_apps(folder: Path) -> bool:
    """Whether fal, started in a folder, finds a pyproject.toml with apps."""
    from fal.project import find_pyproject_toml, parse_pyproject_toml

    with _in_folder(folder):
        path = find_pyproject_toml()
        return path is not None and bool(parse_pyproject_toml(path).get("apps"))


def _prepare(app: str) -> PreparedDeployment:
    from fal.api.client import SyncServerlessClient
    from fal.api.deploy import prepare_deployment

    return prepare_deployment(SyncServerlessClient(api_key="id:secret"), app)


def _on_worker(function: Any) -> None:
    """What `metadata_entrypoint` and `run_entrypoint` do with the symbol of an entry point."""
    from fal.app import App, wrap_app

    if function.entrypoint is None:
        return
    # The package is installed on the runner.
    folder = Path.cwd()
    sys.path[:0] = [str(folder), str(folder / "src")]
    function._resolve_local_func()
    target = function._resolve_entrypoint_target()
    target.build_metadata()
    if isinstance(target, type) and issubclass(target, App):
        wrap_app(target)


def _accept_environment(environment: dict[str, Any]) -> None:
    """Refuses what isolate's environment of that kind refuses before it builds anything."""
    from isolate.backends.virtualenv import VirtualPythonEnvironment

    if environment["kind"] == "virtualenv":
        given = {
            name: value for name, value in environment.items() if name not in ("kind", "force")
        }
        VirtualPythonEnvironment.from_config(given)


def _files(host: Any, options: Any) -> tuple[str, ...]:
    from fal.file_sync import FileSyncOptions

    return tuple(
        file.relative_path for file in host.files_sync(FileSyncOptions.from_options(options))
    )


@contextlib.contextmanager
def _in_folder(folder: Path) -> Iterator[None]:
    from fal import project

    before, modules, search = Path.cwd(), set(sys.modules), list(sys.path)
    for cached in (project._load_toml, project.find_project_root, project._cached_resolve):
        cached.cache_clear()
    os.chdir(folder)
    # As for a user: fal appends the working directory itself, and nothing else of a project, or of
    # ours, is on the path.
    sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != Path(before)]
    try:
        yield
    finally:
        os.chdir(before)
        sys.path[:] = search
        for name in set(sys.modules) - modules:
            if str(folder) in str(getattr(sys.modules[name], "__path__", "")) + str(
                getattr(sys.modules[name], "__file__", "")
            ):
                del sys.modules[name]
        for path in [path for path in sys.path_importer_cache if path.startswith(str(folder))]:
            del sys.path_importer_cache[path]


@contextlib.contextmanager
def _offline(build: bool) -> Iterator[None]:
    def refuse(*_: object) -> None:
        raise AssertionError("fal asks the network")

    with contextlib.ExitStack() as stack:
        for name in ("connect", "connect_ex", "sendto"):
            stack.enter_context(mock.patch.object(socket.socket, name, refuse))
        patch = mock.patch
        stack.enter_context(patch("fal.file_sync.FileSync.check_hashes_on_server", lambda *_: []))
        stack.enter_context(
            patch("fal.api._sdist._upload_sdist", lambda path: f"https://cdn.test/{path.name}")
        )
        if not build:
            stack.enter_context(patch("fal.api._sdist._build_sdist", _not_built))
        yield


def _not_built(project_root: Path) -> Path:
    """The place of a package that is not built, which takes seconds."""
    import tempfile

    path = Path(tempfile.mkdtemp()) / f"{project_root.name}.tar.gz"
    path.touch()
    return path
