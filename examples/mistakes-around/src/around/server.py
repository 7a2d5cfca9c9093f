"""An app for the mistakes beside it."""

import fal

HELP = "Not an app, but its help."


class Server(fal.App):
    @fal.endpoint("/")
    def run(self) -> str:
        return "served"
