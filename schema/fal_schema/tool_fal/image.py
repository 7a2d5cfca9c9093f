"""The table `image`: the container of an app. Knows no other group of keys."""

from __future__ import annotations

from ..model import Array, Either, Excludes, Field, Foreign, Map, OneOf, Shorthand, String, Table
from . import urls
from .values import REGISTRIES

_SINCE = "1.73.0"
_COMMAND = Either(
    String(),
    Array(String()),
    "A command line.",
    "The program and its arguments, one string each.",
)

_REGISTRY = Table(
    (
        Field(
            "username",
            String(),
            "User name at the registry.",
            "`AWS` for Amazon ECR, `_json_key_base64` for a service account of Google.",
            since=_SINCE,
            examples=("myuser", "AWS", "_json_key_base64"),
            url=urls.REGISTRIES,
            required=True,
            aliases=("user", "login", "name", "user_name"),
        ),
        Field(
            "password",
            String(),
            "Password or token, best as the name of a fal secret, such as `$DOCKERHUB_TOKEN`.",
            """\
`$NAME` stands for the fal secret NAME, which `fal secrets set` stores. Anything else is sent as \
it is written: a password in plain text that everybody with the repository can read.""",
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
            "Path of the Dockerfile to build.",
            """\
Relative paths start at the directory of pyproject.toml, which is also the context of the build, \
wherever the Dockerfile lies. Not together with `image`.""",
            since=_SINCE,
            examples=("Dockerfile", "docker/Dockerfile.gpu"),
            url=urls.CUSTOM_IMAGE,
            aliases=("docker_file", "dockerfile_path", "path", "file", "build", "containerfile"),
        ),
        Field(
            "image",
            String(
                pattern=r"\S",
                message="name an image such as `my-org/my-app:latest`",
            ),
            "Existing image to run, such as `my-org/my-app:latest`.",
            """\
For an image in a private registry, put the credentials into `registries`. Nothing is built, so \
`build_args` and `secrets` are not accepted. Not together with `dockerfile`.""",
            since="1.76.0",
            examples=("my-org/my-app:latest",),
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
                    "The Dockerfile declares the argument with `ARG`.",
                    since=_SINCE,
                    examples=("12.4",),
                    url=urls.CUSTOM_IMAGE,
                ),
                level="warning",
            ),
            "Build arguments of the Dockerfile, `ARG` by `ARG`.",
            """\
Write the values as strings. They stay readable in the finished image, so tokens belong in \
`secrets`. Only with `dockerfile`.""",
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
                    "The key is the registry's address, in quotes.",
                    since=_SINCE,
                    examples=({"username": "myuser", "password": "$DOCKERHUB_TOKEN"},),
                    url=urls.REGISTRIES,
                ),
                keys=REGISTRIES,
            ),
            "Credentials for private registries, one table for each registry.",
            """\
The key is the registry's address, in quotes: `https://index.docker.io/v1/` for Docker Hub, the \
host name for the others. Needed where the Dockerfile starts from a private image, or where \
`image` is one.""",
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
                    "Value of a build secret, best the name of a fal secret, such as `$PIP_TOKEN`.",
                    "`$NAME` stands for the fal secret NAME; anything else is sent as written.",
                    since=_SINCE,
                    examples=("$PIP_TOKEN",),
                    url=urls.SECRETS,
                )
            ),
            "Secrets for the build, which the finished image does not contain.",
            """\
The Dockerfile mounts one with `RUN --mount=type=secret,id=PIP_TOKEN`. A value `$NAME` stands for \
the fal secret NAME; anything else is sent as written. Only with `dockerfile`.

Not to be confused with the app's own `secrets`, which it sees while it runs.""",
            since=_SINCE,
            examples=({"PIP_TOKEN": "$PIP_TOKEN"},),
            url=urls.CUSTOM_IMAGE,
            aliases=("secret", "build_secrets"),
        ),
        Field(
            "entrypoint",
            _COMMAND,
            "What the container starts, instead of its own `ENTRYPOINT`.",
            "A list keeps every argument as it is written.",
            since="1.75.5",
            examples=(["python", "-m", "my_package.app"], "python -m my_package.app"),
            url=urls.CONTAINER_IMAGE,
            aliases=("entry_point",),
        ),
        Field(
            "cmd",
            _COMMAND,
            "Arguments of the container, instead of its own `CMD`.",
            "With an `entrypoint` these are its arguments, without one they are the command.",
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
            "`dockerfile` and `image` exclude each other: keep `dockerfile` to build the "
            "container, or `image` to run one that exists.",
        ),
        Excludes(
            "image",
            "build_args",
            "dockerfile-only-key",
            "`build_args` needs a `dockerfile`: the image in `image` is already built.",
            unless="dockerfile",
        ),
        Excludes(
            "image",
            "secrets",
            "dockerfile-only-key",
            "`secrets` of an image needs a `dockerfile`: the image in `image` is already built. "
            "Secrets for the running app go into the app's own `secrets`.",
            unless="dockerfile",
        ),
        OneOf(
            ("dockerfile", "image"),
            "image-source-missing",
            "has neither `dockerfile` (a path) nor `image` (the name of an image): add one.",
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
            "fal accepts it only in Python, in `ContainerImage(...)`.",
        ),
        Foreign(
            ("username", "password"),
            "credentials belong to a registry: write them below a header such as "
            '`[tool.fal.apps.my-app.image.registries."ghcr.io"]`.',
        ),
    ),
)

FIELD = Field(
    "image",
    IMAGE,
    "Container that the app runs in, instead of fal's own runtime.",
    """\
Either build one from a `dockerfile` or name an existing `image`. With `python_entry_point` the \
container must contain the package; without it and without `ref` the app is image-only: fal starts \
the container's own server and sends requests to `exposed_port`.

Beside it `app_files` is not accepted, neither here (but for an empty list) nor in the class that \
`ref` names: the latter is refused only when the app is deployed.""",
    since=_SINCE,
    examples=({"dockerfile": "Dockerfile"}, {"image": "my-org/my-app:latest"}),
    url=urls.CONTAINER_IMAGE,
    default_note="fal's own runtime with your `requirements`",
    aliases=("container", "docker", "container_image", "docker_image"),
)
