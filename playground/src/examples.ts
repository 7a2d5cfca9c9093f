// What the page shows to start with. The rest are projects of the repository; the build reads them.
import type { Files } from './files.ts';

declare const EXAMPLES: Record<string, Files>;

const FIRST: Files = {
  'pyproject.toml': `# Mistakes to look at: hover over them, fix them, or type your own.
[project]
name = "studio"
version = "1.0.0"

[tool.fal.apps.text-to-image]
ref = "app.py::TextToImage"
auth = "publik"
keep_alive = "5 minutes"
machine_type = ["GPU-H100", "GPU-A100"]
regoins = ["us-east"]

[tool.fal.apps.chat]
auth = "private"
exposed_port = 80000

[tool.fal.apps.chat.image]
dockerfile = "Dockerfile"
build_args = { MODEL = "small" }
`,
  'app.py': `import fal


class TextToImage(fal.App):
    """Makes an image of a prompt."""

    min_concurrency = 1
    keep_alive = 60

    @fal.endpoint("/")
    def generate(self, prompt: str) -> dict:
        return {"prompt": prompt}
`,
  Dockerfile: `FROM python:3.12-slim
ARG VERSION
RUN pip install uvicorn
CMD ["uvicorn", "server:app", "--port", "8000"]
`,
};

export const examples: Record<string, Files> = {
  'Some mistakes': FIRST,
  ...EXAMPLES,
  'An empty file': { 'pyproject.toml': '' },
};

export const first: Files = FIRST;
