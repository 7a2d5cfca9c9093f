"""What the apps are asked."""


def prompt() -> str:
    """What to draw."""
    return "a lighthouse"
