"""The app that the mistakes are about; there is nothing wrong with it."""

import fal


class Painter(fal.App):
    @fal.endpoint("/")
    def paint(self, prompt: str) -> str:
        return f"a picture of {prompt}"
