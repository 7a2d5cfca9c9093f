"""An app for the mistakes beside it."""

import fal


class WithFiles(fal.App):
    kind = "container"
    app_files = ["assets"]

    @fal.endpoint("/")
    def run(self) -> str:
        return "files"
