"""An app that uses a module without importing it."""

import fal


class Undefined(fal.App):
    @fal.endpoint("/")
    def run(self) -> str:
        return json.dumps({"data": 1})  # noqa: F821
