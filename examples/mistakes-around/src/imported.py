"""Uses a function of another module, which is not on the runner."""

import fal
from services.prompts import prompt


class Imported(fal.App):
    """Answers with a prompt."""

    @fal.endpoint("/")
    def run(self) -> dict:
        """Answer."""
        return {"prompt": prompt()}
