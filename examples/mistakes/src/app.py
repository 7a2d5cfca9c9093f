"""The apps that the mistakes are about; there is nothing wrong with them."""

import fal


class Painter(fal.App):
    @fal.endpoint("/")
    def paint(self, prompt: str) -> str:
        return f"a picture of {prompt}"


class Framer(fal.App):
    kind = "container"

    @fal.endpoint("/")
    def frame(self, picture: str) -> str:
        return f"a frame around {picture}"
