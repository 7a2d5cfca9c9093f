"""An app whose file cannot run."""

import fal


class Conflict(fal.App):
    app_files_context_dir = "assets"

    @fal.endpoint("/")
    def run(self) -> str:
        return "conflict"
