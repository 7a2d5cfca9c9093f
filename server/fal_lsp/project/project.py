"""The files around one pyproject.toml, read-only: the one door of the package. Knows which reader
answers what; must not know TOML text, the protocol or rules.

Everything is lazy: a reader is imported when it is first asked, and no file is looked at twice
until `refresh`. What is asked is recorded, so whoever keeps an answer learns from `changes_since`
whether it still holds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from ..memo import Memo, record
from .files import MAX_DOCKERFILE_BYTES, Files, Text, Unreadable, repository_root
from .workspace import SKIPPED, Workspace

if TYPE_CHECKING:
    from .docker.build_context import BuildContext
    from .docker.dockerfile import Dockerfile
    from .listing import Found, Tree
    from .own_tables import OwnTables
    from .packages.built_project import BuildProblem
    from .packages.fal_version import FalVersion, PythonVersion
    from .packages.package_roots import Root
    from .packages.pyproject_tables import LocalProject
    from .packages.requirements import LocalRequirement
    from .python.app_class import AppClass
    from .python.app_names import AppName
    from .python.apps import Apps, Target, Targets
    from .python.entry_points import MissingIn
    from .python.imports import ModuleLocation
    from .python.loading import Loading
    from .python.module import Module
    from .python.modules import Modules
    from .python.values import Unknown
    from .workspace import Content, Listing


def open_project(
    pyproject_path: str,
    workspace_roots: Iterable[str] = (),
    overlay: Mapping[str, str] | None = None,
    on_open: Callable[[str], None] | None = None,
    files: Files | None = None,
    virtual_env: str | None = None,
    memo: Memo | None = None,
) -> Project:
    """The project of a pyproject.toml, which need not exist. Never raises.

    What may be read is below its directory, below the repository around it (the nearest directory
    upwards with `.git`) and below the `workspace_roots`. `overlay` maps absolute, normalised paths
    to the texts of unsaved buffers and may change at any time; `on_open` is called with each path
    before it is opened or listed. `files` is where they are read from, by default the disk.
    `virtual_env` is the value of the variable `VIRTUAL_ENV`, where `fal` would be run from this
    shell. `memo` keeps the answers, by default one that records what each was read from.
    """
    path = os.path.abspath(os.fspath(pyproject_path))
    root = os.path.dirname(path)
    repository = repository_root(root)
    areas = (*([repository] if repository else []), *map(os.path.abspath, workspace_roots))
    workspace = Workspace(root, areas, {} if overlay is None else overlay, on_open, files)
    return Project(workspace, path, repository, virtual_env, memo)


class Project:
    """The files around a pyproject.toml. Paths are absolute, or relative to its directory."""

    __slots__ = (
        "_apps",
        "_changes",
        "_memo",
        "_workspace",
        "path",
        "repository",
        "revision",
        "root",
        "virtual_env",
    )

    def __init__(
        self,
        workspace: Workspace,
        path: str,
        repository: str | None,
        virtual_env: str | None = None,
        memo: Memo | None = None,
    ) -> None:
        self._workspace = workspace
        workspace.own_path = path
        self._memo = memo or Memo()
        self._apps: Apps | None = None
        self._changes: dict[Hashable, int] = {}
        self.revision = 0
        """How often something was seen to have changed."""
        self.path = path
        """The pyproject.toml itself."""
        self.root = workspace.root
        """The directory of the pyproject.toml."""
        self.repository = repository
        """The nearest directory upwards with `.git`, the root included."""
        self.virtual_env = virtual_env
        """The active environment."""

    # Versions

    def refresh(self, paths: Iterable[str] | None = None) -> None:
        """Look again at every file that was looked at, or only at `paths`, which have changed.

        Until then every file is taken to be as it was when it was first looked at. Paths are
        absolute, those of unsaved buffers as the editor names them.
        """
        self._change(self._workspace.refresh(paths))

    def use_tables(self, tables: OwnTables) -> None:
        """Take what the own pyproject.toml says from the document that is checked."""
        last, self._workspace.own_tables = self._workspace.own_tables, tables
        if tables is last:
            return
        from .own_tables import SYNTAX, TABLES

        if last is None or last.is_valid != tables.is_valid:
            self._change({SYNTAX})
        if last is None or last.data != tables.data:
            self._change({TABLES})

    def changes_since(self, revision: int) -> Set[Hashable]:
        """The reads that have another result than at an earlier `revision`."""
        if revision == self.revision:
            return frozenset()
        return {read for read, at in self._changes.items() if at > revision}

    def _change(self, changed: Set[Hashable]) -> None:
        if changed:
            self.revision += 1
            self._changes.update(dict.fromkeys(changed, self.revision))
            self._memo.begin(changed)

    # Files

    def absolute(self, path: str, base: str | None = None) -> str:
        """A path from `base`, by default the root; `..` is left as it is."""
        return self._workspace.absolute(path, base)

    def real(self, path: str) -> str:
        """The absolute path without symbolic links, as answers name files."""
        return self._workspace.real(path)

    def spelled(self, real: str) -> str:
        """A real path as it is spelled from the root, where it lies below that."""
        root = self.real(self.root)
        below = real.startswith(root + os.sep)
        return self.root + real[len(root) :] if below else real

    def shown(self, path: str) -> str:
        """A path as it is shown: from the root on where it is absolute and may be read."""
        if not os.path.isabs(path) or not self.is_inside(path):
            return path
        from ..paths import relative_path

        return relative_path(self.real(path), self.real(self.root))

    def is_own_source(self, path: str) -> bool:
        """Whether a file belongs to the project, and to no package that is installed in it."""

        def answer() -> bool:
            parts = os.path.dirname(self.spelled(path)).removeprefix(self.root).split(os.sep)
            return self.is_inside(path) and SKIPPED.isdisjoint(parts)

        return self._memo.ask(("own source", path), answer)

    def is_inside(self, path: str) -> bool:
        """Whether the file may be read, once symbolic links are resolved."""
        return self._workspace.is_inside(path)

    def exists(self, path: str) -> bool:
        """Whether something is there, also outside of the workspace."""
        return self._workspace.exists(path)

    def is_file(self, path: str) -> bool:
        """Whether a regular file is there, also outside of the workspace."""
        return self._workspace.is_file(path)

    def is_dir(self, path: str) -> bool:
        """Whether a directory is there, also outside of the workspace."""
        return self._workspace.is_dir(path)

    def ignores_case(self) -> bool:
        """Whether names that differ only in case lead to the same file, as on macOS and Windows."""
        other = os.path.basename(self.path).swapcase()
        return self._workspace.exists(other) and other not in self._workspace.names("")

    def spelling(self, path: str, base: str) -> str | None:
        """A path from `base` with the names that the disk has; `None` where nothing is there."""
        found: list[str] = []
        directory = base
        for name in path.split("/"):
            if name not in ("", ".", ".."):
                names = self._workspace.names(directory)
                same = [each for each in names if each.casefold() == name.casefold()]
                if not same:
                    return None
                name = name if name in same else same[0]
            found.append(name)
            directory = os.path.join(directory, name)
        return "/".join(found)

    def links_outside(self, directory: str, base: str) -> tuple[str, ...]:
        """The links to files below a directory that lead out of `base`, relative to it."""
        from .links import links_outside

        question = ("links", directory, base)
        return self._memo.ask(question, lambda: links_outside(self._workspace, directory, base))

    def list_dir(self, path: str = "") -> Listing | Unreadable:
        """The entries of a directory by name, without hidden ones, environments and caches."""
        return self._workspace.list_dir(path)

    def has_read(self, path: str) -> bool:
        """Whether the content of a file was looked at."""
        return self._workspace.has_read(path)

    def read_text(self, path: str) -> Text | Unreadable:
        """The text of a file in UTF-8, an unsaved buffer first."""
        return self._workspace.read_text(path)

    def tables(self, path: str = "pyproject.toml") -> Mapping[str, Any] | Unreadable:
        """The plain data of a pyproject.toml, by default the project's own; a buffer first."""
        from .packages.pyproject_tables import read_tables

        return read_tables(self._workspace, path)

    # Python

    def module(self, path: str) -> Module | Unreadable:
        """A Python file after its statements were interpreted; nothing is imported or executed."""
        return self.python().module(path)

    def source(self, path: str) -> str | Unreadable:
        """The text of a Python file, an unsaved buffer first, with line feeds as line ends."""
        from .python.syntax import read_source

        return read_source(self._workspace, path)

    def targets(self, path: str) -> Targets | Unreadable:
        """What a `ref` without a symbol finds in a file."""
        return self.apps().targets(self.real(path))

    def target(self, path: str, symbol: str) -> Target | Unreadable:
        """What a `ref` with a symbol finds in a file; the symbol is a plain name."""
        return self.apps().target(self.real(path), symbol)

    def app_class(self, target: Target) -> AppClass | None:
        """What the class of a target and its bases set; `None` where the target is no class."""
        return self.apps().app_class(target)

    def app_classes(self, path: str) -> tuple[AppClass, ...]:
        """The `fal.App` classes that a file certainly defines, in their order."""
        return self.apps().classes(self.real(path))

    def loading(self, path: str, name: str | None = None) -> Loading:
        """What runs when fal runs a file of the project, or imports it as the module `name`."""
        return self.apps().loading(self.real(path), name)

    def may_create_files(self, loading: Loading) -> bool:
        """Whether files may be created while some modules are loaded."""
        paths = tuple(each.module.path for each in loading.modules)

        def answer() -> bool:
            from .python.created_files import may_create_files
            from .python.syntax import parse

            trees = []
            for path in paths:
                text = self.source(path)
                tree = text if isinstance(text, Unreadable) else parse(path, text)
                if isinstance(tree, Unreadable):
                    return True
                trees.append(tree)
            return may_create_files(trees)

        return self._memo.ask(("creates files", paths), answer)

    def find_module(
        self, name: str, local_directories: Sequence[str] = ()
    ) -> ModuleLocation | MissingIn | Unknown:
        """The file of the module in an entry point.

        `local_directories` are those of local requirements, which are installed beside the project.
        """
        from .python.entry_points import find_module

        roots = [*self.roots()]
        for directory in local_directories:
            roots.extend(self._roots_of(self.real(directory)))
        return find_module(self._workspace, name, dict.fromkeys(roots))

    def symbol(self, module: ModuleLocation, symbol: str) -> Target | Unreadable:
        """What the symbol in an entry point is; it may have dots."""
        from .python.entry_points import find_symbol

        return find_symbol(self.apps(), module, symbol)

    def roots(self) -> tuple[Root, ...]:
        """The directories in which the project's packages lie, in the order of the search."""
        return self._roots_of(self.root)

    def apps(self) -> Apps:
        """Recognizes the apps of Python files; for questions that have no method here."""
        if self._apps is None:
            from .python.apps import Apps
            from .python.interpreter import read_module
            from .python.modules import Modules

            modules = Modules(self._workspace, self.roots, self._memo, read_module)
            self._apps = Apps(modules, self._memo)
        return self._apps

    def python(self) -> Modules:
        """The Python modules of the project, each interpreted once."""
        return self.apps().modules

    # Containers, requirements, versions

    def dockerfile(
        self, path: str, build_args: Mapping[str, str] | None = None
    ) -> Dockerfile | Unreadable:
        """What a Dockerfile declares when it is built with these arguments."""
        from .docker.reader import read_dockerfile
        from .files import decode

        arguments = dict(build_args or {})

        def make(real: str, content: Content) -> Dockerfile | Unreadable:
            text = content if isinstance(content, str) else decode(real, content)
            if isinstance(text, Unreadable):
                return text
            return read_dockerfile(text if isinstance(text, str) else text.text, arguments)

        kind = "dockerfile", *sorted(arguments.items())
        return self._workspace.derive(path, kind, make, MAX_DOCKERFILE_BYTES)

    def dockerfile_text(
        self, text: str, build_args: Mapping[str, str] | None = None
    ) -> Dockerfile | Unreadable:
        """What the text of a Dockerfile in a Python file declares."""
        from .docker.reader import read_dockerfile

        if len(text) > MAX_DOCKERFILE_BYTES:
            return Unreadable("", "too-large")
        return read_dockerfile(text, build_args)

    def build_context(
        self,
        found: Dockerfile,
        app_file: str | None = None,
        patterns_given: Sequence[str] | None = None,
    ) -> BuildContext | None:
        """What fal sends for a build, `app_file` being that of a `ref`.

        `patterns_given` replace those of `.dockerignore`. `None` where nobody can tell, since fal
        refuses a pattern or it costs too much.
        """
        from .docker.build_context import BuildContext
        from .docker.ignored import DEFAULT, dockerignore, patterns

        ignored = patterns(DEFAULT)
        if patterns_given is not None:
            ignored = patterns(patterns_given)
        elif self.is_file(".dockerignore"):
            text = self.read_text(".dockerignore")
            ignored = None if isinstance(text, Unreadable) else dockerignore(text.text)
        if ignored is None:
            return None
        return BuildContext(self._workspace, found.uploads, ignored, app_file)

    def requirements_base(self, context_dir: str | None = None) -> str:
        """The directory that local requirements start from, by `requirements_context_dir`."""
        from .packages.requirements import requirements_base

        return requirements_base(self._workspace, context_dir)

    def local_requirement(self, text: str, base: str | None = None) -> LocalRequirement | None:
        """What fal builds from a directory for a requirement; `None` where pip gets it as it is.

        `base` is the answer of `requirements_base`, by default the root.
        """

        def answer() -> LocalRequirement | None:
            from .packages.requirements import local_requirement

            return local_requirement(self._workspace, text, base or self.root)

        return self._memo.ask(("local requirement", text, base), answer)

    def build_problem(self, directory: str) -> BuildProblem | None:
        """Why the build of a directory with a `[project].name` certainly fails."""

        def problem() -> BuildProblem | None:
            from .packages.build_problems import build_problem
            from .packages.pyproject_tables import is_malformed

            path = os.path.join(directory, "pyproject.toml")
            data = self.tables(path)
            if isinstance(data, Unreadable):
                return None
            found = build_problem(self._workspace, directory, data)
            # What is missing may be in a part of the text that is being typed.
            return None if found and is_malformed(self._workspace, path) else found

        return self._memo.ask(("build", directory), problem)

    def leaves_out(self, directory: str, module: ModuleLocation) -> bool | None:
        """Whether the build of a directory certainly leaves out a module; `None` if not known."""

        def answer() -> bool | None:
            from .packages.shipped_modules import leaves_out

            data = self.tables(os.path.join(directory, "pyproject.toml"))
            if isinstance(data, Unreadable):
                return None
            return leaves_out(self._workspace, directory, data, module)

        return self._memo.ask(("leaves out", directory, module), answer)

    def fal_versions(
        self, data: Mapping[str, Any] | None = None, virtual_env: str | None = None
    ) -> tuple[FalVersion, ...]:
        """Which fal is used, from the first certain source: installed, locked or required.

        `data` is that of the pyproject.toml, by default as it is on the disk; `virtual_env` is an
        environment that comes first, by default the active one.
        """
        from .own_tables import TABLES
        from .packages.fal_version import fal_versions

        def versions() -> tuple[FalVersion, ...]:
            record(TABLES)
            active = virtual_env or self.virtual_env
            return fal_versions(self._workspace, self._data(data), self._directories(), active)

        own = self._workspace.own_tables
        if virtual_env is not None or own is None or data is not own.data:
            return versions()
        return self._memo.ask("fal_versions", versions)

    def may_have_pydantic_1(
        self, data: Mapping[str, Any], sources: Iterable[str], *, is_local: bool
    ) -> bool:
        """Whether code may run with pydantic 1, on this machine (`is_local`) or on the runner.

        `sources` are the files that may name requirements of the runner. To be asked where
        something would be reported: it reads every list of requirements.
        """
        from .packages.pydantic_version import beside_fal, is_old, may_require_old, mentions_old

        beside = beside_fal(self._workspace, self.fal_versions(data))
        if any(map(is_old, beside)):
            return True
        if beside and is_local:
            return False

        def required() -> bool:
            return may_require_old(self._workspace, self._directories())

        return any(mentions_old(self._workspace, each) for each in sources) or self._memo.ask(
            "pydantic 1", required
        )

    def requires_python(self, data: Mapping[str, Any] | None = None) -> str | None:
        """The Python versions that the project supports, as a specifier of PEP 440."""
        from .packages.version_requirements import python_specifier

        return python_specifier(self._data(data))

    def local_python(self, virtual_env: str | None = None) -> PythonVersion | None:
        """The minor version of the Python that fal runs in here."""
        from .packages.fal_version import has_fal, local_python

        active = virtual_env or self.virtual_env
        # That of a tool such as pre-commit says nothing of the Python that fal runs in.
        if active is not None and not has_fal(self._workspace, active):
            active = virtual_env
        return local_python(self._workspace, self._directories(), active)

    # Listings

    def tree(self, directory: str = "") -> Tree:
        """All files and directories below a directory, within limits."""
        from .listing import tree

        return tree(self._workspace, self.real(directory) if directory else self.root)

    def python_files(self) -> Found:
        """The Python files of the project, from its directory, with `/`."""
        from .listing import python_files

        return self._memo.ask_rarely("python_files", lambda: python_files(self.tree()))

    def app_names(self) -> tuple[AppName, ...]:
        """The classes and functions of the project's files that look like apps, a few of many.

        For suggestions: nothing is interpreted. Searched once, and again when one of the files
        changes, so that it can be asked at any keystroke.
        """
        from .python.app_names import app_names

        def search() -> tuple[AppName, ...]:
            return tuple(app_names(self._workspace, self.python_files().names, self.roots()))

        return self._memo.ask_rarely("app_names", search)

    def dockerfiles(self) -> Found:
        """The files of the project that are named like a Dockerfile, with `/`."""
        from .listing import dockerfiles

        return self._memo.ask_rarely("dockerfiles", lambda: dockerfiles(self.tree()))

    def directories(self) -> Found:
        """The directories below the project's own, with `/`."""
        from .listing import Found

        found = self.tree()
        return Found(found.directories, found.truncated)

    def modules(self) -> Found:
        """The dotted names of the project's importable modules."""
        from .listing import importable_modules

        return importable_modules(self._workspace, self.roots())

    def local_projects(self, directory: str = "") -> tuple[LocalProject, ...]:
        """The projects in and below a directory that can be required by their path."""
        from .listing import local_projects

        start = self.real(directory) if directory else self.root
        return local_projects(self._workspace, start, self.tree(directory))

    def _roots_of(self, directory: str) -> tuple[Root, ...]:
        def roots() -> tuple[Root, ...]:
            from .packages.package_roots import package_roots
            from .packages.pyproject_tables import read_tables

            data = read_tables(self._workspace, os.path.join(directory, "pyproject.toml"))
            return package_roots({} if isinstance(data, Unreadable) else data, directory)

        return self._memo.ask(("roots", directory), roots)

    def _data(self, data: Mapping[str, Any] | None) -> Mapping[str, Any]:
        found = self.tables(self.path) if data is None else data
        return {} if isinstance(found, Unreadable) else found

    def _directories(self) -> tuple[str, ...]:
        # A workspace of uv has its lock file and its environment at the top of the repository.
        directories = [self.root]
        while self.repository is not None and directories[-1] != self.repository:
            directories.append(os.path.dirname(directories[-1]))
        return tuple(directories)
