"""Data that says nothing wrong has no violation."""

from __future__ import annotations

import pytest
import tomli

from tests.schema.violations import check_app, check_data, setting

SETTINGS = r"""
ref = "src/app.py::MyApp"
ref = ""
ref = "no such form"
python_entry_point = "my_package.app:MyApp"
name = "image-generator"
name = ""
auth = "private"
auth = "public"
auth = "shared"
team = "my-team"
team = ""
deployment_strategy = "rolling"
deployment_strategy = "recreate"
app_scale_settings = true
app_scale_settings = false
no_scale = true
no_scale = false
requirements = []
requirements = ["."]
requirements = ["torch>=2.4", ".[extra]", "projects/foo[extra]"]
requirements = [["torch"], ["flash-attn", "xformers"]]
requirements = [[]]
requirements = ["not a requirement !!"]
requirements_context_dir = "../shared"
python_version = "3.12"
python_version = "2.1"
python_version = ""
machine_type = "GPU-H100"
machine_type = "GPU-FROM-NEXT-YEAR"
machine_type = ""
machine_type = ["GPU-H100", "GPU-A100"]
machine_type = ["XS"]
num_gpus = 1
num_gpus = 0
num_gpus = -1
num_gpus = 2147483647
num_gpus = -2147483648
num_gpus = 0x10
regions = ["us-west", "us-central", "us-east", "eu-north", "eu-west"]
regions = []
min_concurrency = 1
min_concurrency = -5
max_concurrency = 10
max_multiplexing = 4
concurrency_buffer = 2
concurrency_buffer_perc = 120
scaling_delay = 30
keep_alive = 0
keep_alive = 1_000
request_timeout = 600
request_start_timeout = 60
startup_timeout = 1200
termination_grace_period_seconds = 3600
private_logs = true
app_files = ["models", "/absolute", "../outside"]
app_files = []
app_files_ignore = ['\.pyc$', '*.pyc']
exposed_port = 8000
exposed_port = 0
exposed_port = 65535
metrics_port = 9090
skip_retry_conditions = ["timeout", "server_error", "connection_error"]
skip_retry_conditions = []
secrets = ["HF_TOKEN"]
secrets = []
data_mounts = ["/data"]
data_mounts = []
_scheduler = "nomad"
_scheduler_options = {}
_scheduler_options = { storage_region = "us-east", deep = { er = [1, 2.0, 1979-05-27] } }
retry_config = { timeout = { retries = 0 } }
retry_config = { timeout = { retries = -1 }, server_error = { retries = 3 } }
retry_config = { connection_error = { retries = 2 } }
health_check = { path = "/health" }
health_check = { path = "no slash" }
health_check = { path = "" }
health_check = { path = "/", start_period_seconds = 30, timeout_seconds = 5 }
health_check = { path = "/", failure_threshold = 3, call_regularly = true }
health_check = { path = "/", method = "GET" }
health_check = { path = "/", method = "post" }
health_check = { path = "/", method = "gEt" }
image = { dockerfile = "Dockerfile" }
image = { dockerfile = "/absolute/Dockerfile" }
image = { dockerfile = "D", build_args = { CUDA_VERSION = "12.4" } }
image = { dockerfile = "D", build_args = {} }
image = { dockerfile = "D", secrets = { PIP_TOKEN = "$PIP_TOKEN" } }
image = { dockerfile = "D", secrets = { PIP_TOKEN = "plain" } }
image = { dockerfile = "D", entrypoint = "python -m app", cmd = ["--port", "8080"] }
image = { dockerfile = "D", entrypoint = [], cmd = "" }
image = { image = "my-org/app:latest" }
image = { image = "my-org/app", registries = {} }
image = { image = "a", registries = { "https://h/v1/" = { username = "u", password = "$P" } } }
image = { dockerfile = "D", registries = { h = { username = "", password = "" } } }
""".strip().splitlines()

SPEC = {
    "one line": """
[tool.fal.apps]
image-generator = { ref = "src/app.py::Sana", auth = "private", machine_type = "GPU-H100" }
""",
    "entry point": """
[tool.fal.apps]
image-generator = {
  python_entry_point = "my_image_app.server:ImageGenerator",
  requirements = ["."],
  auth = "private",
  machine_type = "GPU-H100"
}
""",
    "several apps": """
[tool.fal.apps.image-generator]
ref = "src/image_app.py::ImageGenerator"
auth = "private"
machine_type = "GPU-H100"

[tool.fal.apps.captioner]
python_entry_point = "my_package.captioner:Captioner"
requirements = ["."]
auth = "shared"
machine_type = "GPU-A100"
""",
    "Dockerfile": """
[tool.fal.apps.container-app]
python_entry_point = "my_package.app:MyApp"
machine_type = "GPU-H100"

[tool.fal.apps.container-app.image]
dockerfile = "Dockerfile"
build_args = { CUDA_VERSION = "12.4" }
entrypoint = ["python", "-m", "my_package.app"]
cmd = ["--host", "0.0.0.0", "--port", "8080"]
secrets = { PIP_TOKEN = "$PIP_TOKEN" }
""",
    "image": """
[tool.fal.apps.container-app]
machine_type = "GPU-H100"
exposed_port = 8000

[tool.fal.apps.container-app.image]
image = "my-org/container-app:latest"
cmd = ["your-server", "--host", "0.0.0.0", "--port", "8000"]

[tool.fal.apps.container-app.image.registries."https://index.docker.io/v1/"]
username = "myuser"
password = "$DOCKERHUB_TOKEN"
""",
}

TOGETHER = {
    "ref with a container": 'ref = "a.py"\nimage = { dockerfile = "D" }',
    "entry point with a container": 'python_entry_point = "a:b"\nimage = { image = "i" }',
    "no files with a container": 'app_files = []\nimage = { image = "i" }',
    "base of no files": 'ref = "a.py"\napp_files = []\napp_files_context_dir = "src"',
    "base of files": 'ref = "a.py"\napp_files = ["a"]\napp_files_context_dir = "src"',
    "patterns without files": 'ref = "a.py"\napp_files_ignore = ["a"]',
    "least above most": 'ref = "a.py"\nmin_concurrency = 5\nmax_concurrency = 1',
}


@pytest.mark.parametrize("line", SETTINGS)
def test_setting(line: str) -> None:
    check_app(setting(line))


@pytest.mark.parametrize("text", SPEC.values(), ids=SPEC.keys())
def test_example_of_the_reference(text: str) -> None:
    check_data(tomli.loads(text)["tool"]["fal"])


@pytest.mark.parametrize("snippet", TOGETHER.values(), ids=TOGETHER.keys())
def test_together(snippet: str) -> None:
    check_app(snippet)


@pytest.mark.parametrize("data", [{}, {"apps": {}}, {"apps": {"": {"ref": "a.py"}}}])
def test_little(data: object) -> None:
    check_data(data)
