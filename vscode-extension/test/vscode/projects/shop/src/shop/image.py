import fal


class TextToImage(fal.App):
    """Draws a picture of what a sentence says."""

    keep_alive = 60

    @fal.endpoint("/")
    def draw(self, prompt: str) -> dict[str, str]:
        return {"prompt": prompt}
