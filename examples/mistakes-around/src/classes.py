"""Apps for the mistakes beside them."""

import fal


class NoEndpoint(fal.App):
    def run(self) -> str:
        return "never"


class Keyword(fal.App, machine_type="M"):
    @fal.endpoint("/")
    def run(self) -> str:
        return "keyword"
