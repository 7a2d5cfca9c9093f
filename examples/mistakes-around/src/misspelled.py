"""An app that reads an attribute under another name than it has."""

import fal


class Misspelled(fal.App):
    def setup(self) -> None:
        self.pipeline = str.upper

    @fal.endpoint("/")
    def run(self) -> str:
        return self.pipelin("data")
