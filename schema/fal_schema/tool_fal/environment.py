"""The keys that say what is installed and mounted on a runner. Knows no other group of keys."""

from __future__ import annotations

from ..model import Array, Either, Field, Misread, String
from . import urls

_REQUIREMENT = String(
    misread=(
        Misread(r"\.txt\s*$", "write the lines of the file as items, since fal reads no such file"),
    )
)

FIELDS = (
    Field(
        "requirements",
        Either(
            Array(_REQUIREMENT),
            Array(Array(_REQUIREMENT)),
            "Everything in one installation step.",
            "One list for each installation step, in order.",
        ),
        "Python packages to install on the runner, as for pip.",
        """\
An entry that names an existing directory (`.`, `.[extra]`, `projects/foo[extra]`) is a local \
project: fal builds a source distribution from it, uploads it and installs that. The directory \
needs a pyproject.toml with `[project].name`. Beware of a package whose name is also a directory \
here: `numpy` with a directory `numpy/` beside it is taken for the directory.

Use it with `python_entry_point`, or with a `ref` to an `@fal.function` that has no requirements \
of its own. With a `ref` to a `fal.App` class it is dropped: set `requirements` in the class.

A list of lists installs in steps, for packages that need others to be built.""",
        since="1.69.6",
        examples=(["."], ["torch>=2.4", "diffusers"], [["setuptools", "wheel"], ["flash-attn"]]),
        url=urls.IMPORT_CODE,
        aliases=("dependencies", "packages", "pip", "pip_install", "deps", "install"),
    ),
    Field(
        "requirements_context_dir",
        String(),
        "Directory from which local paths in `requirements` are resolved.",
        """\
Relative paths start at the directory of pyproject.toml, and `~` is your home directory. Use it \
where the project to install lies elsewhere, as in a monorepo.""",
        since="1.78.0",
        examples=("..", "../shared"),
        url=urls.IMPORT_CODE,
        default_note="the directory of pyproject.toml",
        wins="class",
        aliases=("context_dir", "requirements_dir", "requirements_context"),
    ),
    Field(
        "python_version",
        String(),
        "Python version of the runtime, such as `3.12`.",
        """\
Write it as a string: a bare `3.10` is the number 3.1.

With `ref` fal sends your code in pickled form, so the minor version must be the one of the Python \
that runs `fal deploy`; another one is rejected.""",
        since="1.73.0",
        examples=("3.12", "3.11"),
        url=urls.APP_FIELDS,
        default_note="the version of the Python that runs `fal`",
        aliases=("python", "requires_python", "py_version"),
    ),
    Field(
        "app_files",
        Array(String()),
        "Files and directories to upload beside the app's code.",
        """\
Paths are relative to the directory of the app's file, or to `app_files_context_dir`. Absolute \
paths and `..` are rejected at upload. Files that match `app_files_ignore` are left out.

Container apps get their files from the image, so this key is not accepted beside `image` (an \
empty list is).""",
        since="1.69.14",
        examples=(["models", "config.yaml"],),
        url=urls.IMPORT_CODE,
        wins="class",
        aliases=("files", "include", "includes", "include_files", "assets"),
    ),
    Field(
        "app_files_ignore",
        Array(String()),
        "Regular expressions for paths that `app_files` leaves out.",
        """\
These are Python regular expressions, searched for in each path, not shell patterns: write \
`\\.pyc$` and not `*.pyc`. In TOML, single quotes save you from doubling the backslash.

The list replaces the default one, so repeat from it what you need. Without `app_files` it has no \
effect.""",
        since="1.69.14",
        examples=([r"\.pyc$", "__pycache__/"],),
        url=urls.IMPORT_CODE,
        default=[r"\.pyc$", "__pycache__/", r"\.git/", r"\.DS_Store$"],
        wins="class",
        aliases=("ignore", "exclude", "files_ignore", "app_files_exclude"),
    ),
    Field(
        "app_files_context_dir",
        String(),
        "Directory from which `app_files` are resolved.",
        """\
Relative paths start at the directory of pyproject.toml. Accepted only where `app_files` is set.""",
        since="1.69.14",
        examples=("src",),
        url=urls.IMPORT_CODE,
        default_note="the directory of the app's file",
        wins="class",
        aliases=("files_context_dir", "app_files_dir"),
    ),
    Field(
        "secrets",
        Array(String()),
        "Names of the fal secrets that the app sees as environment variables.",
        """\
Store a secret with `fal secrets set NAME=value`; here stand names, never values. A list admits \
just these secrets, an empty list none.

Not to be confused with `secrets` in the table `image`, which are for the build of a Dockerfile.""",
        since="1.75.3",
        examples=(["HF_TOKEN", "OPENAI_API_KEY"], []),
        url=urls.SECRETS,
        default_note="what your account's preferences say",
        wins="class",
        aliases=("secret", "secret_names", "secret_env"),
    ),
    Field(
        "data_mounts",
        Array(String()),
        "Directories of the persistent storage `/data` that the app sees.",
        """\
`["/data"]` gives the whole storage, which all your apps share; sub-directories narrow it. An \
empty list is sent as if the key were not there.""",
        since="1.75.3",
        examples=(["/data"], ["/data/.cache", "/data/models"]),
        url=urls.FILE_STORAGE,
        default_note="fal's choice for your account",
        wins="class",
        aliases=("volumes", "mounts", "data", "volume", "mount"),
    ),
)
