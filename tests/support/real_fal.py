"""Runs the installed fal on files of a test: its loader, its search for an app, its deployment.

Knows fal's internals and nothing of ours. Everything runs in this process and without a network:
a socket that connects raises, fal's servers are taken to have every file already, and a built
package is not uploaded.
"""

from __future__ import annotations

import contextlib
import copyreg
import inspect
import io
import os
import pickle
import runpy
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import tomli

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fal.api.deploy import PreparedDeployment


# --- The loader -----------------------------------------------------------------------------------


class Verdict(NamedTuple):
    """What fal says of a file: the apps that it refuses, each with fal's own words."""

    refused: dict[str, str]

    @property
    def accepted(self) -> bool:
        """Whether every app of the file can be loaded."""
        return not self.refused


WHOLE_FILE = "(the file)"


def load(text: str, folder: Path) -> Verdict:
    """What fal's loader says of each app of a pyproject.toml; the folder is left as it was."""
    from fal.cli._utils import get_app_data_from_toml

    written = _write(text, folder)
    refused: dict[str, str] = {}
    try:
        for app in _apps(text):
            with _in_folder(folder), contextlib.redirect_stdout(io.StringIO()):
                try:
                    get_app_data_from_toml(app, emit_deprecation_warnings=False)
                except Exception as error:
                    refused[app] = f"{type(error).__name__}: {error}"
    finally:
        for path in written:
            path.unlink()
    return Verdict(refused)


def _write(text: str, folder: Path) -> list[Path]:
    """Writes the file and a Dockerfile at each place that it names inside the folder."""
    manifest = folder / "pyproject.toml"
    manifest.write_bytes(text.encode("utf-8"))
    written = [manifest]
    for name in _dockerfiles(text):
        path = (folder / name).resolve()
        if name and path.is_relative_to(folder.resolve()) and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("FROM python:3.12-slim\n", encoding="utf-8")
            written.append(path)
    return written


def _table(text: str) -> Any:
    try:
        return tomli.loads(text).get("tool", {}).get("fal", {})
    except (tomli.TOMLDecodeError, RecursionError, AttributeError):
        return None


def _apps(text: str) -> list[str]:
    """The apps to ask for; where there is nothing like a table of apps, any name shows it."""
    table = _table(text)
    if not isinstance(table, dict):
        return [WHOLE_FILE]
    apps = table.get("apps", {})
    return list(apps) if isinstance(apps, dict) else [WHOLE_FILE]


def _dockerfiles(text: str) -> list[str]:
    table = _table(text)
    apps = table.get("apps") if isinstance(table, dict) else None
    names = []
    for app in apps.values() if isinstance(apps, dict) else ():
        image = app.get("image") if isinstance(app, dict) else None
        name = image.get("dockerfile") if isinstance(image, dict) else None
        if isinstance(name, str):
            names.append(name)
    return names


# --- The search for an app -----------------------------------------------------------------------


def target(folder: Path, path: str, symbol: str | None) -> str:
    """What `_find_target` (fal/utils.py) makes of a file, run as fal runs it.

    `app` or `function` where it takes it; `other`, `missing`, `several` or `none` by the words of
    its refusal; `raises` where the file itself does.
    """
    from fal.api import IsolatedFunction
    from fal.exceptions import FalServerlessException
    from fal.utils import _find_target

    # fal appends the working directory, from which it is meant to be run.
    with _in_folder(folder, (str(folder),)), contextlib.redirect_stdout(io.StringIO()):
        try:
            module = runpy.run_path(str(folder / path))
        except Exception:
            return "raises"
    try:
        app, *_ = _find_target(module, symbol)
    except FalServerlessException as error:
        return _refusal(str(error))
    return "function" if isinstance(app, IsolatedFunction) else "app"


def _refusal(message: str) -> str:
    for words, kind in (
        ("not found in module", "missing"),
        ("is not a fal.App or a fal.function", "other"),
        ("Multiple fal.Apps", "several"),
        ("Multiple fal.functions", "several"),
        ("No fal.App or fal.function", "none"),
    ):
        if words in message:
            return kind
    raise AssertionError(message)


# --- A deployment ---------------------------------------------------------------------------------


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


def sent(folder: Path, app: str) -> dict[str, Any] | str:
    """What `fal deploy APP` would send, by the keys of `[tool.fal]`; or fal's refusal.

    That is `fal.api.deploy` up to `FalServerlessConnection.register`, which asks the network.
    """
    from fal.api.api import FalServerlessHost

    request: dict[str, Any] = {}
    with (
        _in_folder(folder),
        _offline(False),
        contextlib.redirect_stdout(io.StringIO()),
        mock.patch.object(FalServerlessHost, "_connection", _Recorder(request)),
    ):
        try:
            prepared = _prepare(app)
            function, data = prepared.loaded.function, prepared.app_data
            prepared.host.register(
                func=function.func,
                options=function.options,
                application_name=prepared.loaded.app_name,
                application_auth_mode=prepared.loaded.app_auth,
                deployment_strategy=data.deployment_strategy or "rolling",
                scale=data.reset_scale,
                entrypoint=function.run_entrypoint,
            )
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        given = function.options
        request["python_version"] = given.environment.get("python_version")
        request["requirements"] = given.environment.get("requirements")
        request["requirements_context_dir"] = given.host.get("requirements_context_dir")
        request["team"] = data.team
        for name in ("app_files", "app_files_ignore", "app_files_context_dir"):
            request[name] = given.host.get(name)
    return request


class _Recorder:
    """A connection that notes what is registered."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.request = request

    def define_environment(self, **options: Any) -> dict[str, Any]:
        self.request["image"] = options.get("image")
        return options

    def register(self, *_: Any, **given: Any) -> Iterator[Any]:
        from fal.sdk import RetryConfig, _to_auth_mode_proto, validate_retry_config_dict

        # What the connection does with them before it sends the request.
        retries = given["retry_config"]
        if isinstance(retries, RetryConfig):
            given["retry_config"] = retries.to_dict()
        elif retries is not None:
            given["retry_config"] = validate_retry_config_dict(retries)
        machine = vars(given["machine_requirements"])
        others = {"machine_types": "machine_type", "valid_regions": "regions"}
        self.request |= {others.get(name, name): value for name, value in machine.items()}
        renamed = {
            "application_name": "name",
            "deployment_strategy": "deployment_strategy",
            "scale": "app_scale_settings",
            "health_check_config": "health_check",
        }
        same = (
            *("private_logs", "skip_retry_conditions", "retry_config", "secrets", "data_mounts"),
            "termination_grace_period_seconds",
        )
        for name in (*renamed, *same):
            self.request[renamed.get(name, name)] = given[name]
        mode = _to_auth_mode_proto(given["auth_mode"])
        self.request["auth"] = None if mode is None else given["auth_mode"]
        yield from ()


class Registered(NamedTuple):
    """What fal would send to register an app. `refused` are its own words where it does not."""

    refused: str
    request: dict[str, Any]
    """The request `RegisterApplication` in the names of the protocol, without the function."""


def register(folder: Path, app: str) -> Registered:
    """What `fal deploy APP` sends in a folder once the build is done, short of sending it."""
    from fal.sdk import FalServerlessConnection
    from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped]

    sent: list[Any] = []

    class Stub:
        def RegisterApplication(self, request: Any) -> list[Any]:  # noqa: N802
            sent.append(request)
            return []

    def not_serialized(*_: object) -> Any:
        from isolate.connections.grpc.definitions import SerializedObject

        return SerializedObject()

    with contextlib.ExitStack() as stack:
        stack.enter_context(_in_folder(folder))
        stack.enter_context(_offline(build=False))
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        patch = mock.patch
        stack.enter_context(patch.object(FalServerlessConnection, "stub", Stub()))
        stack.enter_context(patch("fal.sdk.to_serialized_object", not_serialized))
        try:
            prepared = _prepare(app)
            loaded = prepared.loaded
            prepared.host.register(
                loaded.function.func,
                loaded.function.options,
                application_name=loaded.app_name,
                application_auth_mode=loaded.app_auth,
                deployment_strategy=prepared.app_data.deployment_strategy or "rolling",
                entrypoint=loaded.function.entrypoint,
            )
        except Exception as error:
            return Registered(f"{type(error).__name__}: {error}", {})
    request = MessageToDict(sent[0], preserving_proto_field_name=True)
    return Registered("", {key: each for key, each in request.items() if key != "function"})


def class_options(folder: Path, path: str, symbol: str) -> dict[str, Any]:
    """The options that `wrap_app` (fal/app.py) makes of a class, run as fal runs its file."""
    from fal.app import wrap_app

    with _in_folder(folder, (str(folder),)), contextlib.redirect_stdout(io.StringIO()):
        # Other files of this name were imported before.
        module = runpy.run_path(str(folder / path))
        options = wrap_app(module[symbol]).options
    return {**options.host, **options.environment, **options.gateway}


def on_runner(folder: Path, app: str, files: tuple[str, ...] = ()) -> str:
    """How an app of a `ref` starts where only what `fal deploy APP` pickles and uploads is there.

    The pickle is read without the modules of the project, an instance is made of the class, and its
    `setup` and its endpoints without a request, or with one that has defaults, are called. The
    folder of the project has another name meanwhile; its `files` are in the working directory.
    Returns what that raises, nothing where it works.
    """
    import asyncio

    from isolate.server.interface import to_serialized_object

    with (
        _in_folder(folder),
        _offline(build=False),
        contextlib.redirect_stdout(io.StringIO()),
        # What fal registers is its own; what it registered before stays registered.
        mock.patch("cloudpickle.cloudpickle._PICKLE_BY_VALUE_MODULES", {"fal", "tblib"}),
    ):
        before = set(sys.modules)
        path = list(sys.path)
        function = _prepare(app).loaded.function.func
        try:
            pickled = to_serialized_object(function, "cloudpickle").definition
        except Exception as error:
            return f"{type(error).__name__}: {error.__cause__}"
        for name in set(sys.modules) - before:
            module = sys.modules[name]
            if str(folder) in f"{getattr(module, '__file__', '')}{getattr(module, '__path__', '')}":
                del sys.modules[name]
        sys.path[:] = path
        runner, away = Path(tempfile.mkdtemp()), folder.with_name(f"{folder.name}-deployed")
        for name in files:
            if (folder / name).is_file():
                (runner / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(folder / name, runner / name)
        os.chdir(runner)
        folder.rename(away)
        try:
            served = pickle.loads(pickled)
            cells = dict(zip(served.__code__.co_freevars, served.__closure__ or (), strict=True))
            if "cls" not in cells:
                served()
                return ""
            instance = cells["cls"].cell_contents(_allow_init=True)
            begun = instance.setup()
            if inspect.isawaitable(begun):
                asyncio.run(_awaited(begun))
            for endpoint in instance.collect_routes().values():
                requests = _requests(endpoint)
                if requests is not None:
                    made = endpoint(*requests)
                    if inspect.isawaitable(made):
                        asyncio.run(_awaited(made))
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            away.rename(folder)
    return ""


def _requests(endpoint: Any) -> list[Any] | None:
    """What an endpoint is called with, where it takes nothing or models with defaults."""
    from pydantic import BaseModel, TypeAdapter

    types = [each.annotation for each in inspect.signature(endpoint).parameters.values()]
    if not all(isinstance(each, type) and issubclass(each, BaseModel) for each in types):
        return None
    if any(field.is_required() for each in types for field in each.model_fields.values()):
        return None
    # As FastAPI reads the body of a request.
    return [TypeAdapter(each).validate_python({}) for each in types]


async def _awaited(made: Any) -> None:
    await made


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


# --- Shared ---------------------------------------------------------------------------------------


@contextlib.contextmanager
def _in_folder(folder: Path, search: tuple[str, ...] = ()) -> Iterator[None]:
    """Run in a folder with more directories on `sys.path`; nothing that fal cached stays."""
    from fal import project

    here, modules, before = Path.cwd(), set(sys.modules), list(sys.path)
    pickled = dict(copyreg.dispatch_table)
    for cached in (project._load_toml, project.find_project_root, project._cached_resolve):
        cached.cache_clear()
    # As for a user: fal appends the working directory itself, and nothing else of a project, or of
    # ours, is on the path.
    sys.path[:] = [path for path in before if Path(path or ".").resolve() != here]
    sys.path += search
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)
        sys.path[:] = before
        copyreg.dispatch_table.clear()
        copyreg.dispatch_table.update(pickled)
        for name in set(sys.modules) - modules:
            if str(folder) in str(getattr(sys.modules[name], "__path__", "")) + str(
                getattr(sys.modules[name], "__file__", "")
            ):
                del sys.modules[name]
        for path in [path for path in sys.path_importer_cache if path.startswith(str(folder))]:
            del sys.path_importer_cache[path]
