"""An app for the mistakes beside it."""

import fal


class Painter(fal.App):
    @fal.endpoint("/")
    def paint(self, prompt: str) -> str:
        return prompt


class Brush:
    width = 3
