"""The names that fal gives its own things. Knows the package `fal` 1.83.0; must not know files.

Held against the real package by `tests/project/test_fal_names.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import fal_modules

VERSION = "1.83.0"
"""The release of fal that these names, and what this package says of fal, were read from."""

_SAME = {
    "fal.app.App": "fal.App",
    "fal.app.endpoint": "fal.endpoint",
    "fal.app.realtime": "fal.realtime",
    "fal.realtime.realtime": "fal.realtime",
    "fal.isolated": "fal.function",
    "fal.api.function": "fal.function",
    "fal.api.api.function": "fal.function",
    "fal.app.fal_function": "fal.function",
    "fal.api.cached": "fal.cached",
    "fal.api.api.cached": "fal.cached",
    "fal.wma.sdk.App": "fal.wma.App",
    "fal.wma.sdk.FalApp": "fal.App",
    "fal.container.ContainerImage": "fal.ContainerImage",
    "fal.app.ContainerImage": "fal.ContainerImage",
    "fal.sdk.HealthCheck": "fal.HealthCheck",
    "fal.app.HealthCheck": "fal.HealthCheck",
    "fal.app.RetryConfig": "fal.sdk.RetryConfig",
    "fal.toolkit.pydantic.FalBaseModel": "fal.toolkit.FalBaseModel",
    "fal.toolkit.pydantic.Hidden": "fal.toolkit.Hidden",
    "fal.toolkit.pydantic.Field": "pydantic.Field",
    "fal.toolkit.Field": "pydantic.Field",
}

APP_BASES = frozenset({"fal.App", "fal.wma.App"})
"""The classes of fal that a file may hold without having an app (`_find_target`, fal/utils.py:56:
`fal.App` itself, and `_is_abstract_app_base`, which is `fal.wma.App`)."""

APP_CLASSES = APP_BASES | {"fal.wma.app.RealtimeApp"}
"""All the subclasses of `fal.App` in fal, itself included. `RealtimeApp` counts as an app of every
file that imports it."""

ABOVE = {
    "fal.wma.App": ("fal.App",),
    "fal.wma.app.RealtimeApp": ("fal.App",),
    "fal.toolkit.FalBaseModel": ("pydantic.BaseModel",),
}
"""The classes above one of fal, in Python's order."""

FUNCTION = "fal.function"
"""The decorator that makes an `IsolatedFunction`."""

ENDPOINTS = {"fal.endpoint": "endpoint", "fal.realtime": "realtime"}

SAME = frozenset({"fal.cached", "fal.toolkit.Hidden"})
"""What gives back what it is given."""

NOT_APPS = frozenset({"fal.ContainerImage", "fal.HealthCheck", "fal.cached", "fal.endpoint"})
"""Other things of fal that are neither an app nor something that makes one."""

CLASSES = APP_CLASSES | {"fal.ContainerImage", "fal.HealthCheck"}
"""Classes whose instances are neither an app nor something that makes one."""

MODULES_WITHOUT_APPS = (
    *("fal.toolkit.", "fal.api.", "fal.sdk.", "fal.exceptions.", "fal.auth."),
    *("fal.container.", "fal.distributed.", "fal.logging.", "fal.utils."),
)
"""Beginnings of names after which no subclass of `fal.App` is."""

EXPORTS = frozenset(
    {"function", "cached", "App", "endpoint", "realtime", "HealthCheck", "BillingComponents"}
    | {"BillingDeclaration", "FalServerlessKeyCredentials", "sync_dir", "ContainerImage"}
    | {"__version__", "version_tuple"}
)
"""What `from fal import *` binds."""

PUBLIC = EXPORTS | {
    *("FalServerlessHost", "LocalHost", "isolated", "realtime", "wrap_app", "local", "cloud"),
    *("serverless", "api", "app", "app_files", "apps", "auth", "cli", "compat", "config"),
    *("console", "container", "distributed", "exceptions", "file_sync", "files", "flags"),
    *("logging", "project", "ref", "sdk", "sync", "toolkit", "upload", "utils", "wma"),
    *("workflows", "annotations"),
}
"""What can be imported from `fal`, its modules included."""

PASSED_KEYWORDS = frozenset(
    {"requirements", "local_python_modules", "machine_type", "num_gpus", "regions", "metadata"}
    | {"exposed_port", "serve", "host", "force_env_build"}
)
"""What `wrap_app` (fal/app.py) passes to `fal.function` in addition to the keywords of the class.
Python refuses a class statement that has them, too: "got multiple values for keyword argument"."""

_IMAGE_PARAMETERS = (
    *("dockerfile_str", "build_args", "registries", "builder", "compression", "force_compression"),
    *("secrets", "entrypoint", "cmd", "use_isolate", "context_dir", "dockerignore"),
    "dockerignore_path",
)

PARAMETERS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {
    "fal.HealthCheck": (
        (),
        (
            *("start_period_seconds", "timeout_seconds", "failure_threshold", "call_regularly"),
            "method",
        ),
        0,
    ),
    "fal.endpoint": (("path",), ("is_websocket", "health_check", "billing"), 1),
    "fal.realtime": (
        ("path",),
        (
            *("buffering", "session_timeout", "input_modal", "output_modal", "max_batch_size"),
            *("content_type", "encode_message", "decode_message"),
        ),
        1,
    ),
    "fal.toolkit.Hidden": (("field",), (), 1),
    "fal.sdk.RetryConfig": (("timeout", "server_error", "connection_error"), (), 0),
    "fal.ContainerImage": (_IMAGE_PARAMETERS, (), 1),
    "fal.ContainerImage.from_dockerfile": (("path",), _IMAGE_PARAMETERS[1:], 1),
    "fal.ContainerImage.from_dockerfile_str": (("text",), _IMAGE_PARAMETERS[1:], 1),
}
"""The parameters of what fal calls: those by position, those by keyword alone, and how many of the
first are required."""

DIRECTORIES = frozenset(
    f"fal.toolkit.{each}"
    for each in ("FAL_MODEL_WEIGHTS_DIR", "FAL_PERSISTENT_DIR", "FAL_REPOSITORY_DIR")
)
"""The paths of `fal.toolkit`, which are those of `pathlib`."""

PATHS = {"fal.ContainerImage.from_dockerfile": "path"}
"""The parameter of what reads a file; it may be a string or a path."""

_IMAGE_METHODS = frozenset(
    {"from_dockerfile", "from_dockerfile_str", "to_dict", "get_copy_add_sources"}
    | {"add_dockerignore"}
)

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "fal": PUBLIC,
    "fal.ContainerImage": _IMAGE_METHODS | set(_IMAGE_PARAMETERS),
}
"""All that the package and this class have, but for names with an underscore."""


def attributes(name: str) -> frozenset[str] | None:
    """All that the package, a module or a class of fal has; `None` where that is not known."""
    return ATTRIBUTES.get(name) or fal_modules.names_of(name)


_HOMES: Mapping[str, frozenset[str]] = {
    "fal": EXPORTS,
    "fal.sdk": frozenset({"RetryConfig", "RetryConfigDict", "AuthModeLiteral"}),
    "fal.exceptions": frozenset({"AppException", "FieldException", "FalServerlessException"}),
}


def homes() -> Mapping[str, frozenset[str]]:
    """Where the names that people import from fal are."""
    return {**_HOMES, "fal.toolkit": fal_modules.names_of("fal.toolkit") or frozenset()}


MODULES = frozenset(
    {"api", "app", "app_files", "apps", "auth", "cli", "compat", "config", "console"}
    | {"container", "distributed", "exceptions", "file_sync", "files", "flags", "logging"}
    | {"project", "realtime", "ref", "sdk", "sync", "toolkit", "upload", "utils", "wma"}
    | {"workflows"}
)
"""The modules of the package, but for those with an underscore."""

IMAGE_BUILDERS = ("depot", "service", "worker")

ENVIRONMENT_OPTIONS: Mapping[str, frozenset[str]] = {
    "virtualenv": frozenset(
        {"python_version", "requirements", "resolver", "compile_bytecode", "force"}
    ),
    "container": frozenset({"image", "python_version", "requirements", "resolver", "force"}),
    "conda": frozenset(
        {"python_version", "env_dict", "env_yml_str", "packages", "pip", "channels"}
    ),
}
"""The options of each kind of environment (`Host._ENVIRONMENT_KEYS_BY_KIND`, fal/api/api.py)."""

HOST_OPTIONS = frozenset(
    {"machine_type", "machine_types", "regions", "num_gpus", "keep_alive", "max_concurrency"}
    | {"min_concurrency", "concurrency_buffer", "concurrency_buffer_perc", "scaling_delay"}
    | {"max_multiplexing", "setup_function", "metadata", "request_timeout", "startup_timeout"}
    | {"request_start_timeout", "metrics_port", "private_logs", "_base_image", "_scheduler"}
    | {"_scheduler_options", "app_files", "app_files_ignore", "app_files_context_dir"}
    | {"health_check_config", "skip_retry_conditions", "retry_config", "secrets", "data_mounts"}
    | {"termination_grace_period_seconds", "requirements_context_dir", "serve", "exposed_port"}
)
"""The other options (`FalServerlessHost._SUPPORTED_KEYS` and `Host._GATEWAY_KEYS`)."""

_RESPONSES = (
    *("Response", "FileResponse", "HTMLResponse", "JSONResponse", "PlainTextResponse"),
    *("RedirectResponse", "StreamingResponse"),
)
RESPONSES = frozenset(
    {"fastapi.Response"}
    | {f"fastapi.responses.{each}" for each in _RESPONSES}
    | {f"starlette.responses.{each}" for each in _RESPONSES}
)
"""Answers of FastAPI, which are sent as they are."""
OF_REQUEST = frozenset(
    {"fastapi.Request", "fastapi.requests.Request", "starlette.requests.Request"}
    | {"fastapi.BackgroundTasks", "starlette.background.BackgroundTasks"}
)
"""What FastAPI gives to an endpoint in addition to the data of a request."""

DATA_TYPES = frozenset({"str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "set"})
"""Types of Python that requests are made of."""

FUNCTION_PARAMETERS = frozenset({"kind", "host", "local_python_modules", "force_env_build"})
"""What `fal.function` accepts in addition to these options."""

CLASS_KEYWORDS = (
    frozenset({"name", "kind", "env_yml"}).union(HOST_OPTIONS, *ENVIRONMENT_OPTIONS.values())
    - PASSED_KEYWORDS
)
"""What a class statement may have (`class A(fal.App, keep_alive=300)`); what else it has fal
refuses when it wraps the class ("Unrecognised option", `Host.parse_options` in fal/api/api.py)."""

APP_DEFAULTS: Mapping[str, Any] = {
    "requirements": [],
    "requirements_context_dir": None,
    "local_python_modules": [],
    "machine_type": "S",
    "num_gpus": None,
    "regions": None,
    "app_name": None,
    "app_auth": None,
    "app_files": [],
    "app_files_ignore": ["\\.pyc$", "__pycache__/", "\\.git/", "\\.DS_Store$"],
    "app_files_context_dir": None,
    "request_timeout": None,
    "request_start_timeout": None,
    "startup_timeout": None,
    "metrics_port": None,
    "min_concurrency": None,
    "max_concurrency": None,
    "concurrency_buffer": None,
    "concurrency_buffer_perc": None,
    "scaling_delay": None,
    "max_multiplexing": None,
    "kind": None,
    "image": None,
    "local_file_path": None,
    "skip_retry_conditions": None,
    "retry_config": None,
    "termination_grace_period_seconds": None,
    "secrets": None,
    "data_mounts": None,
    "isolate_channel": None,
    "version": "unknown",
}
"""The attributes of `fal.App` that are data, with their values."""

APP_METHODS = frozenset(
    {"_add_extra_middlewares", "_add_extra_routes", "_build_app", "_current_request_context"}
    | {"_explicit_host_kwargs", "_validate_websocket_endpoint", "build_metadata", "collect_routes"}
    | {"current_request", "get_billing_components", "get_endpoints", "get_health_check_config"}
    | {"handle_exit", "health", "host_kwargs", "lifespan", "openapi", "provide_hints", "run_local"}
    | {"serve", "setup", "spawn", "teardown"}
)
"""The other attributes of `fal.App`."""

HOST_KWARGS: Mapping[str, Any] = {
    "_scheduler": "nomad",
    "_scheduler_options": {"storage_region": "us-east"},
    "resolver": "uv",
    "keep_alive": 60,
}
"""`fal.App.host_kwargs`, which its subclasses start with."""

APP_ATTRIBUTES = frozenset({"host_kwargs"}).union(APP_DEFAULTS, HOST_KWARGS)
"""The attributes of `fal.App` that are settings; none of them answers requests."""

COLLECTED = tuple(name for name in APP_DEFAULTS if name in CLASS_KEYWORDS)
"""The attributes that `App.__init_subclass__` copies into `host_kwargs` unless they are `None`."""

SETTINGS = (APP_DEFAULTS.keys() | HOST_KWARGS.keys()) - {
    *("version", "isolate_channel", "local_file_path", "app_name"),
}
"""The attributes of a class that fal sends or deploys with."""

OTHER_APPS: Mapping[str, Mapping[str, Any]] = {
    "fal.wma.App": {"secrets": ["FAL_KEY"]},
    "fal.wma.app.RealtimeApp": {},
}
"""What fal's other apps set of the attributes of `fal.App` that are settings."""

SERVED = {"exposed_port": 8080, "metrics_port": 9090}
"""What `wrap_app`, an entry point and `fal.function(serve=True)` send for a server of fal's own."""

DEPLOY_DEFAULTS: Mapping[str, Any] = {
    "machine_type": "XS",
    "keep_alive": 10,
    "deployment_strategy": "rolling",
    "app_scale_settings": False,
}
"""What `fal deploy` sends where nothing sets an option (`FalServerlessHost.register`)."""

SERVER_DEFAULTS: Mapping[str, Any] = {
    "auth": "private",
    "max_concurrency": 2,
    "min_concurrency": 0,
    "concurrency_buffer": 0,
    "concurrency_buffer_perc": 0,
    "scaling_delay": 0,
    "max_multiplexing": 1,
    "request_timeout": 3600,
    "startup_timeout": 600,
}
"""What fal's servers take for what `fal deploy` does not send (`SERVER_DEFAULT_SCALE_VALUES` in
fal/cli/deploy_check.py, which counts an app without `auth` as private)."""

KEPT_BY_REDEPLOY = frozenset(
    {"keep_alive", "max_concurrency", "min_concurrency", "concurrency_buffer", "scaling_delay"}
    | {"concurrency_buffer_perc", "request_timeout", "request_start_timeout", "regions"}
)
"""The settings of a running app that a deploy leaves as they are unless `app_scale_settings` is
true (`INHERITED_SCALE_FIELDS` in fal/cli/deploy_check.py)."""

APP_MACHINERY = frozenset(
    {"__init_subclass__", "__new__", "__getattr__", "__getattribute__", "__dir__", "openapi"}
    | {"build_metadata", "collect_routes", "get_endpoints", "run_local", "spawn", "_build_app"}
)
"""The methods of `fal.App` that decide what a class is: one that defines them is its own affair."""

NEVER_ENDPOINTS = frozenset(
    {"openapi", "build_metadata", "collect_routes", "lifespan", "serve", "_build_app"}
)
"""The methods of `fal.App` that fal calls to deploy or serve a class, in a way of their own."""

CALLED = ("setup", "teardown", "handle_exit", "health", "provide_hints")
"""The methods that fal calls on a runner without arguments (`App.lifespan`, `App.serve`,
`_add_extra_routes`, `_add_extra_middlewares`)."""

STARTING_AND_ENDING = ("setup", "teardown", "handle_exit")
"""Those of them without which a runner cannot start or end."""

FAILING = ("setup", "teardown", "health")
"""Those of them whose errors stop an app or a request; fal logs those of the others."""

CALLED_SYNC = frozenset({"handle_exit", "provide_hints"})
"""Those of them whose result fal does not await."""

SETTING_MACHINERY = frozenset(
    {"__init_subclass__", "__new__", "__getattr__", "__getattribute__", "get_health_check_config"}
)
"""Those of a class that can give it other settings than its statements do."""

DEPENDENCIES = frozenset(
    {"pydantic", "pydantic_core", "fastapi", "starlette", "httpx", "typing_extensions", "uvicorn"}
    | {"annotated_types", "anyio", "attrs", "attr", "PIL", "rich", "grpc", "tomli", "packaging"}
    | {"requests", "yaml", "websockets", "msgpack", "dateutil", "jwt", "structlog", "certifi"}
)
"""Packages that are installed with fal: no class of theirs is a `fal.App`."""

ALSO_INSTALLED = frozenset(
    {"aiohttp", "aiosignal", "annotated_doc", "argcomplete", "arrow", "build", "click"}
    | {"charset_normalizer", "cloudpickle", "colorama", "cookiecutter"}
    | {"dateparser", "dill", "distlib", "filelock", "frozenlist", "fsspec", "h11", "httpcore"}
    | {"httpx_sse", "idna", "isolate", "isolate_proto", "jinja2", "markdown_it", "markupsafe"}
    | {"mdurl", "multidict", "pathspec", "platformdirs", "portalocker", "prometheus_client"}
    | {"propcache", "pygments", "pytz", "regex", "rich_argparse", "six", "slugify"}
    | {"starlette_exporter", "tblib", "tinydb", "tomli_w", "typing_inspection", "tzlocal"}
    | {"urllib3", "virtualenv", "yarl"}
)
"""More of them. `fal.utils` appends the directory of a project to `sys.path`, so that a module of
the project with one of these names is not what an import finds."""


FASTAPI_NAMES = frozenset(
    {"Annotated", "Any", "AsyncExitStack", "AsyncGenerator", "AsyncIterable"}
    | {"AsyncIterator", "BackgroundTasks", "BaseModel", "Callable", "ConfigDict"}
    | {"CoreSchema", "DefaultPlaceholder", "DefaultType", "Dependant", "DependencyCacheKey"}
    | {"DependencyScopeError", "Enum", "FastAPIDeprecationWarning", "Field", "FieldInfo"}
    | {"FormData", "ForwardRef", "GenerateJsonSchema", "Generator", "GetJsonSchemaHandler"}
    | {"HTTPConnection", "Headers", "ImmutableMultiDict", "IncEx", "Iterable", "Iterator"}
    | {"Json", "JsonSchemaValue", "Literal", "Mapping", "ModelField", "ModelNameMap"}
    | {"ParamDetails", "PydanticSchemaGenerationError", "PydanticUndefined"}
    | {"PydanticUndefinedAnnotation", "PydanticV1NotSupportedError", "QueryParams"}
    | {"REF_TEMPLATE", "Request", "RequiredParam", "Response", "SecurityScopes", "Sequence"}
    | {"SolvedDependency", "StarletteBackgroundTasks", "TYPE_CHECKING", "TypeAdapter"}
    | {"TypeModelOrEnum", "TypeModelSet", "Undefined", "Union", "UnionType", "UploadFile"}
    | {"Url", "ValidationError", "WebSocket"}
)
"""The names of types in the modules in which FastAPI evaluates what the file of an endpoint has
not: with these an annotation may be evaluated by luck."""


def canonical(name: str) -> str:
    """The shortest name of something in fal: `fal.App` for `fal.app.App`.

    That of another package for what fal only imports.
    """
    return _SAME.get(name, name)
