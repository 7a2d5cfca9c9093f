"""An app for the example beside it."""

import fal


class Captioner(fal.App):
    @fal.endpoint("/")
    def run(self, prompt: str) -> str:
        return prompt
