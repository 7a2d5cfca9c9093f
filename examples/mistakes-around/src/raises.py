import fal


class Raises(fal.App):
    @fal.endpoint("/", method="GET")
    def generate(self) -> dict:
        return {}
