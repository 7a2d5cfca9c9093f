"""The keys that say what is installed and mounted on a runner. Knows no other group of keys."""

from __future__ import annotations

from ..model import Array, Either, Field, InPython, Misread, String, in_python
from . import urls

_REQUIREMENT = String(
    misread=(
        Misread(
            r"\.txt\s*$", "list its packages here, because fal does not read requirements files"
        ),
        Misread(
            r"^ *[A-Za-z][\w.-]*(?: +[A-Za-z][\w.-]*)+ *$",
            "use a list with an item for each requirement",
        ),
    )
)

FIELDS = (
    Field(
        "requirements",
        Either(
            Array(_REQUIREMENT),
            Array(Array(_REQUIREMENT)),
            "All packages in one installation step.",
            "One list per installation step, in order.",
        ),
        "Python packages to install on the runner, as for pip.",
        """\
An entry that matches an existing directory (`.`, `.[extra]`, `projects/foo[extra]`) is a local \
project: fal builds a source distribution, uploads it and installs it. The directory must have a \
pyproject.toml with `[project].name`. A package that has the same name as a directory here is read \
as that directory: `numpy` means `numpy/` if it exists.

Use this key with `python_entry_point`, or with a `ref` to an `@fal.function` that has no \
requirements of its own. With a `ref` to a `fal.App` class it is ignored; set `requirements` on \
the class.

A list of lists installs in several steps, for packages that need others to build.""",
        since="1.69.6",
        examples=(["."], ["torch>=2.4", "diffusers"], [["setuptools", "wheel"], ["flash-attn"]]),
        url=urls.IMPORT_CODE,
        aliases=("dependencies", "packages", "pip", "pip_install", "deps", "install"),
        python=InPython("requirements", option="requirements", needs_value=True),
    ),
    Field(
        "requirements_context_dir",
        String(),
        "Base directory of local paths in `requirements`.",
        """\
A relative path is resolved from the directory of pyproject.toml, and `~` is your home directory. \
Use it when the project to install is elsewhere, as in a monorepo.""",
        since="1.78.0",
        examples=("..", "../shared"),
        url=urls.IMPORT_CODE,
        default_note="the directory of pyproject.toml",
        wins="class",
        python=in_python("requirements_context_dir"),
        aliases=("context_dir", "requirements_dir", "requirements_context"),
    ),
    Field(
        "python_version",
        String(),
        "Python version of the runtime, such as `3.12`.",
        """\
Use a string: without quotes, `3.10` is the number 3.1.

With `ref`, fal pickles your code, so the minor version must be that of the Python that runs \
`fal deploy`. Any other version is rejected.""",
        since="1.73.0",
        examples=("3.12", "3.11"),
        url=urls.APP_FIELDS,
        default_note="the version of the Python that runs `fal`",
        aliases=("python", "requires_python", "py_version"),
        wins="class",
        python=InPython(keyword="python_version", option="python_version"),
    ),
    Field(
        "app_files",
        Array(String()),
        "Files and directories to upload with the app's code.",
        """\
With `ref`, paths are relative to the directory of the app's file; with `python_entry_point`, to \
the directory where you run `fal`. `app_files_context_dir` overrides both. Paths outside the base \
directory are rejected. Files that match `app_files_ignore` are skipped.

Container apps get their files from the image, so this key cannot be combined with `image` (an \
empty list can).""",
        since="1.69.14",
        examples=(["models", "config.yaml"],),
        url=urls.IMPORT_CODE,
        wins="class",
        python=in_python("app_files", sequences=True),
        aliases=("files", "include", "includes", "include_files", "assets"),
    ),
    Field(
        "app_files_ignore",
        Array(String()),
        "Regular expressions for paths to exclude from `app_files`.",
        """\
These are Python regular expressions that may match anywhere in a path, not shell patterns: use \
`\\.pyc$`, not `*.pyc`. In TOML, use single quotes so that backslashes need no escaping.

The list replaces the default, which only applies to `fal.App` classes: entry points and functions \
ignore nothing by default. Without `app_files` this key has no effect.""",
        since="1.69.14",
        examples=([r"\.pyc$", "__pycache__/"],),
        url=urls.IMPORT_CODE,
        default=[r"\.pyc$", "__pycache__/", r"\.git/", r"\.DS_Store$"],
        wins="class",
        python=in_python("app_files_ignore", sequences=True),
        aliases=("ignore", "exclude", "files_ignore", "app_files_exclude"),
    ),
    Field(
        "app_files_context_dir",
        String(),
        "Base directory of `app_files`.",
        """\
A relative path is resolved from the directory of pyproject.toml. Only valid with `app_files`.""",
        since="1.69.14",
        examples=("src",),
        url=urls.IMPORT_CODE,
        default_note="the directory of the app's file; with `python_entry_point`, the directory "
        "where you run `fal`",
        wins="class",
        python=in_python("app_files_context_dir"),
        aliases=("files_context_dir", "app_files_dir"),
    ),
    Field(
        "secrets",
        Array(String(is_word=True)),
        "Names of the fal secrets to pass to the app as environment variables.",
        """\
Store a secret with `fal secrets set NAME=value`. List names here, never values. Only the listed \
secrets are available to the app; an empty list means none.

Not to be confused with `image.secrets`, which are available while a Dockerfile is built.""",
        since="1.75.3",
        examples=(["HF_TOKEN", "OPENAI_API_KEY"], []),
        invented=True,
        url=urls.SECRETS,
        default_note="the default of your account",
        wins="class",
        python=in_python("secrets", sequences=True),
        aliases=("secret", "secret_names", "secret_env"),
    ),
    Field(
        "data_mounts",
        Array(String()),
        "Directories of the persistent `/data` storage to mount.",
        """\
`["/data"]` mounts the whole storage, which all your apps share. List subdirectories to mount only \
those. An empty list is the same as leaving the key out.""",
        since="1.75.3",
        examples=(["/data"], ["/data/.cache", "/data/models"]),
        url=urls.FILE_STORAGE,
        default_note="the default of your account",
        wins="class",
        python=in_python("data_mounts", sequences=True),
        aliases=("volumes", "mounts", "data", "volume", "mount"),
    ),
)
