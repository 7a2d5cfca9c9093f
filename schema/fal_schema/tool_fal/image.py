"""The table `image`: the container of an app. Knows no other group of keys."""

from __future__ import annotations

from ..model import (
    Array,
    Either,
    Excludes,
    Field,
    Foreign,
    Map,
    OneOf,
    Shorthand,
    String,
    Table,
    in_python,
)
from . import urls
from .values import REGISTRIES

_SINCE = "1.73.0"
_COMMAND = Either(
    String(),
    Array(String()),
    "The command as a string.",
    "The program and its arguments as a list.",
)

_REGISTRY = Table(
    (
        Field(
            "username",
            String(),
            "User name for the registry.",
            "`AWS` for Amazon ECR, `_json_key_base64` for a Google service account.",
            since=_SINCE,
            examples=("myuser", "AWS", "_json_key_base64"),
            url=urls.REGISTRIES,
            required=True,
            aliases=("user", "login", "name", "user_name"),
        ),
        Field(
            "password",
            String(),
            "Password or token, preferably a fal secret such as `$DOCKERHUB_TOKEN`.",
            """\
`$NAME` refers to the fal secret NAME, set with `fal secrets set`; the form `${NAME}` is not \
supported. Any other value is a password in plain text that everyone with access to the \
repository can read.""",
            since=_SINCE,
            examples=("$DOCKERHUB_TOKEN",),
            url=urls.REGISTRIES,
            required=True,
            aliases=("token", "pass", "secret", "passwd", "access_token"),
        ),
    ),
    level="warning",
    closed=False,
)

IMAGE = Table(
    (
        Field(
            "dockerfile",
            String(min_length=1),
            "Path to the Dockerfile.",
            """\
A relative path is resolved from the directory of pyproject.toml, which is also the build context, \
wherever the Dockerfile is. Cannot be combined with `image`.""",
            since=_SINCE,
            examples=("Dockerfile", "docker/Dockerfile.gpu"),
            url=urls.CUSTOM_IMAGE,
            aliases=("docker_file", "dockerfile_path", "path", "file", "build", "containerfile"),
        ),
        Field(
            "image",
            String(
                pattern=r"\S",
                message="`image` must be the name of an image such as `my-org/my-app:latest`",
            ),
            "Reference of an existing image, such as `my-org/my-app:latest`.",
            """\
Add the credentials of a private registry to `registries`. Nothing is built, so `build_args` and \
`secrets` are not supported. Cannot be combined with `dockerfile`.""",
            since="1.76.0",
            examples=("my-org/my-app:latest",),
            invented=True,
            url=urls.CONTAINER_IMAGE,
            aliases=("image_name", "name", "ref", "uri", "tag", "docker_image", "container_image"),
        ),
        Field(
            "build_args",
            Map(
                Field(
                    "build argument",
                    String(),
                    "Value of a build argument.",
                    "The Dockerfile must declare the argument with `ARG`.",
                    since=_SINCE,
                    examples=("12.4",),
                    url=urls.CUSTOM_IMAGE,
                ),
                level="warning",
            ),
            "Docker build arguments.",
            """\
Values must be strings. They remain readable in the built image, so use `secrets` for tokens. Only \
valid with `dockerfile`.""",
            since=_SINCE,
            examples=({"CUDA_VERSION": "12.4"},),
            url=urls.CUSTOM_IMAGE,
            aliases=("args", "buildargs", "build_arguments", "arguments"),
        ),
        Field(
            "registries",
            Map(
                Field(
                    "registry",
                    _REGISTRY,
                    "Credentials for one registry.",
                    "The key is the address of the registry, in quotes.",
                    since=_SINCE,
                    examples=({"username": "myuser", "password": "$DOCKERHUB_TOKEN"},),
                    url=urls.REGISTRIES,
                ),
                keys=REGISTRIES,
            ),
            "Credentials for private registries, one table per registry.",
            """\
The key is the address of the registry, in quotes: `https://index.docker.io/v1/` for Docker Hub, \
the host name for others. Required if the Dockerfile has a private base image, or if `image` is \
private.""",
            since=_SINCE,
            examples=(
                {
                    "https://index.docker.io/v1/": {
                        "username": "myuser",
                        "password": "$DOCKERHUB_TOKEN",
                    }
                },
            ),
            url=urls.REGISTRIES,
            aliases=("registry", "docker_registries", "credentials", "auth"),
        ),
        Field(
            "secrets",
            Map(
                Field(
                    "build secret",
                    String(),
                    "Value of a build secret, preferably a fal secret such as `$PIP_TOKEN`.",
                    "`$NAME` refers to the fal secret NAME. Any other value is used as written.",
                    since=_SINCE,
                    examples=("$PIP_TOKEN",),
                    url=urls.SECRETS,
                )
            ),
            "Secrets for the build, which are not stored in the image.",
            """\
The Dockerfile mounts a secret with `RUN --mount=type=secret,id=PIP_TOKEN`. A value `$NAME` refers \
to the fal secret NAME; any other value is used as written. Only valid with `dockerfile`.

Not to be confused with the app's own `secrets`, which are available at run time.""",
            since=_SINCE,
            examples=({"PIP_TOKEN": "$PIP_TOKEN"},),
            url=urls.CUSTOM_IMAGE,
            aliases=("secret", "build_secrets"),
        ),
        Field(
            "entrypoint",
            _COMMAND,
            "Overrides the `ENTRYPOINT` of the image.",
            "In a list, each argument is used as written.",
            since="1.75.5",
            examples=(["python", "-m", "my_package.app"], "python -m my_package.app"),
            url=urls.CONTAINER_IMAGE,
            aliases=("entry_point",),
        ),
        Field(
            "cmd",
            _COMMAND,
            "Overrides the `CMD` of the image.",
            "The arguments of the `entrypoint`, or the command if there is none.",
            since="1.75.5",
            examples=(["--host", "0.0.0.0", "--port", "8080"], "serve --port 8080"),
            url=urls.CONTAINER_IMAGE,
            aliases=("command", "run"),
        ),
    ),
    rules=(
        Excludes(
            "image",
            "dockerfile",
            "image-conflict",
            "`dockerfile` and `image` are mutually exclusive.",
            "Use `dockerfile` to build the container, or `image` to run an existing image.",
        ),
        Excludes(
            "image",
            "build_args",
            "dockerfile-only-key",
            "`build_args` requires `dockerfile`, but `image` is a prebuilt image.",
            unless="dockerfile",
        ),
        Excludes(
            "image",
            "secrets",
            "dockerfile-only-key",
            "Build `secrets` require `dockerfile`, but `image` is a prebuilt image.",
            "Use the app's own `secrets` for the running app.",
            unless="dockerfile",
        ),
        OneOf(
            ("dockerfile", "image"),
            "image-source-missing",
            "has neither `dockerfile` nor `image`.",
            "Set `dockerfile` to build a container, or `image` to run an existing image.",
        ),
    ),
    shorthands=(
        Shorthand(r"(?i)(^|/|\.)(dockerfile|containerfile)([.\-][^/]*)?$", "dockerfile"),
        Shorthand("", "image"),
    ),
    foreign=(
        Foreign(
            (
                "builder",
                "compression",
                "force_compression",
                "context_dir",
                "dockerignore",
                "dockerignore_path",
                "dockerfile_str",
            ),
            "fal supports it only in Python, in `ContainerImage(...)`.",
        ),
        Foreign(
            ("target", "target_stage", "build_target", "stage"),
            "fal has no key for the stage to build.",
        ),
        Foreign(
            ("username", "password"),
            "Credentials belong to a registry. Set them below a header such as "
            '`[tool.fal.apps.my-app.image.registries."ghcr.io"]`.',
        ),
    ),
)

FIELD = Field(
    "image",
    IMAGE,
    "Container image of the app, instead of fal's runtime.",
    """\
Set either `dockerfile`, to build an image, or `image`, to use an existing one. With \
`python_entry_point` the image must contain the package. Without `python_entry_point` and `ref`, \
the app is image-only: fal starts the container's own server and sends requests to `exposed_port`.

`app_files` is not supported with an image, neither in this table (except for an empty list) nor \
in the class that `ref` loads.""",
    since=_SINCE,
    examples=({"dockerfile": "Dockerfile"}, {"image": "my-org/my-app:latest"}),
    url=urls.CONTAINER_IMAGE,
    default_note="fal's runtime with your `requirements`",
    aliases=("container", "docker", "container_image", "docker_image"),
    wins="class",
    python=in_python("image"),
)
