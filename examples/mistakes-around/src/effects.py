import fal


class Attribute(fal.App):
    auth_mode = "public"

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}


class Served(fal.App):
    @fal.endpoint("/")
    def generate(self) -> dict:
        return {}


class Unreachable(fal.App):
    @fal.endpoint("paint")
    def paint(self) -> dict:
        return {}
