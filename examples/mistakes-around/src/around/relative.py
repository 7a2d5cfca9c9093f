"""An app for the mistakes beside it."""

import fal

from .server import HELP


class Relative(fal.App):
    @fal.endpoint("/")
    def run(self) -> str:
        return HELP
