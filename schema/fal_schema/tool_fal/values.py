"""The values that keys of `[tool.fal]` take, with their docs. Knows no key.

Sources: fal's page of machine types, its reference of pyproject.toml and `fal.sdk`
(AuthModeLiteral, DeploymentStrategyLiteral, RetryConditionLiteral), `fal.cli._utils.VALID_REGIONS`.
Prices are left out on purpose: they change without a release.
"""

from __future__ import annotations

from ..model import Value


def _cpu(name: str, cpu: str, memory: str, docs: str, *aliases: str) -> Value:
    facts = (("cpu", cpu), ("memory", memory))
    return Value(name, f"{cpu} CPU, {memory} memory. {docs}", facts, aliases)


def _gpu(name: str, vram: str, cpu: str, memory: str) -> Value:
    docs = f"{vram} VRAM, {cpu} CPU cores, {memory} memory."
    facts = (("cpu", cpu), ("memory", memory), ("vram", vram))
    return Value(name, docs, facts, _gpu_names(name))


def _gpu_only(name: str, vram: str) -> Value:
    return Value(name, f"{vram} VRAM.", (("vram", vram),), _gpu_names(name))


def _gpu_names(name: str) -> tuple[str, ...]:
    """The names of the GPU itself: `RTX4090` and `4090` of `GPU-RTX4090`."""
    gpu = name.removeprefix("GPU-")
    number = gpu.removeprefix("RTX").removeprefix("PRO")
    return (gpu,) if number == gpu else (gpu, number)


# CPUs before GPUs, each from small to large: a GPU by its memory, which decides what fits.
MACHINE_TYPES = (
    _cpu("XS", "0.5", "512 MB", "Default for all apps but `fal.App` classes."),
    _cpu("S", "1", "1 GB", "Default for `fal.App` classes.", "small"),
    _cpu("M", "2", "2 GB", "No GPU.", "medium"),
    _cpu("L", "4", "15 GB", "No GPU.", "large"),
    _cpu("XL", "8", "30 GB", "No GPU.", "xlarge", "x-large", "extra-large"),
    _gpu_only("GPU-RTX4090", "24 GB"),
    _gpu_only("GPU-RTX5090", "32 GB"),
    _gpu("GPU-A100", "40 GB", "12", "60 GB"),
    _gpu("GPU-L40", "48 GB", "6", "100 GB"),
    _gpu_only("GPU-A6000", "48 GB"),
    _gpu("GPU-H100", "80 GB", "12", "112 GB"),
    _gpu("GPU-RTXPRO6000", "96 GB", "6", "100 GB"),
    _gpu("GPU-H200", "141 GB", "12", "112 GB"),
    _gpu("GPU-B200", "192 GB", "19", "210 GB"),
)

AUTH_MODES = (
    Value(
        "private",
        "Only your account or team, with an API key. The default of `fal deploy`.",
        aliases=("team", "key", "api-key", "restricted", "internal", "true"),
    ),
    Value(
        "shared",
        "Any authenticated fal user. The caller pays for the request.",
        aliases=("share", "authenticated", "users"),
    ),
    Value(
        "public",
        "Anyone, without authentication. You pay for every request.",
        aliases=("open", "none", "anonymous", "no-auth", "false"),
    ),
)

DEPLOYMENT_STRATEGIES = (
    Value(
        "rolling",
        "Traffic moves when the new revision has a runner. The default.",
        aliases=("rolling-update", "blue-green", "gradual", "roll"),
    ),
    Value(
        "recreate",
        "Traffic moves to the new revision immediately, before it has a runner.",
        aliases=("replace", "immediate", "restart"),
    ),
)

REGIONS = (
    Value("us-west", "Western United States."),
    Value("us-central", "Central United States."),
    Value("us-east", "Eastern United States."),
    Value("eu-north", "Northern Europe."),
    Value("eu-west", "Western Europe."),
)

RETRY_CONDITIONS = (
    Value("timeout", "The request timed out.", aliases=("504", "request_timeout")),
    Value(
        "server_error",
        "The app returned a server error.",
        aliases=("503", "500", "5xx", "error", "internal_error"),
    ),
    Value(
        "connection_error",
        "The connection to the runner was lost.",
        aliases=("connection", "network", "network_error", "disconnect"),
    ),
)

HTTP_METHODS = (
    Value("GET", "Call the endpoint with GET. The default for image-only apps."),
    Value("POST", "Call the endpoint with POST, the only method of `fal.App` endpoints."),
)

REGISTRIES = (
    Value("https://index.docker.io/v1/", "Docker Hub: a user name and an access token."),
    Value(
        "us-central1-docker.pkg.dev",
        "Google Artifact Registry: the user name is `_json_key_base64`, the password is the Base64 "
        "key of a service account.",
    ),
    Value(
        "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "Amazon ECR: the user name is `AWS`, the password is the output of "
        "`aws ecr get-login-password`.",
    ),
)
