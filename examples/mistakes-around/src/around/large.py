"""An app for the mistakes beside it."""

import fal


class Large(fal.App):
    machine_type = "GPU-H200"

    @fal.endpoint("/")
    def run(self) -> str:
        return "large"
