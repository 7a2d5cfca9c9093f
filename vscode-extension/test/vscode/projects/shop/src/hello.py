import fal


class Hello(fal.App):
    """Says hello."""

    machine_type = "S"
