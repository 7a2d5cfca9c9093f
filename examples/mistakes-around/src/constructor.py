"""An app whose file cannot run."""

import fal


class Constructor(fal.App):
    def __init__(self) -> None:
        self.model = None

    @fal.endpoint("/")
    def run(self) -> str:
        return "constructed"
