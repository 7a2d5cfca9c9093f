import fal


class Search(fal.App):
    """Finds the things of the shop by words."""

    @fal.endpoint("/")
    def find(self, words: str) -> list[str]:
        return words.split()
