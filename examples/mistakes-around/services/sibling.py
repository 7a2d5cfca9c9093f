"""An app that imports a module beside it."""

import fal
from sizes import SIZE


class Sibling(fal.App):
    @fal.endpoint("/")
    def run(self) -> int:
        return SIZE
