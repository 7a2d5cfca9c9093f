import fal


class TextToImage(fal.App):
    """Draws a picture of what a sentence says."""

    max_concurrency = 4

    @fal.endpoint("/")
    def draw(self, prompt: str) -> dict[str, str]:
        return {"prompt": prompt}
