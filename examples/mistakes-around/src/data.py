"""An app that is a dataclass."""

from dataclasses import dataclass

import fal


@dataclass
class Data(fal.App):
    steps: int = 4

    @fal.endpoint("/")
    def run(self) -> str:
        return "data"
