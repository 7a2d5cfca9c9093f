"""Apps for the mistakes beside them."""

import fal


class NoEndpoint(fal.App):
    def run(self) -> str:
        return "never"


class Constructor(fal.App):
    def __init__(self) -> None:
        self.model = None

    @fal.endpoint("/")
    def run(self) -> str:
        return "constructed"


class Keyword(fal.App, machine_type="M"):
    @fal.endpoint("/")
    def run(self) -> str:
        return "keyword"


class Conflict(fal.App):
    app_files_context_dir = "assets"

    @fal.endpoint("/")
    def run(self) -> str:
        return "conflict"
