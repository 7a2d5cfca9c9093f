"""An app for the mistakes beside it: written for Python 2."""

import fal


class Old(fal.App):
    @fal.endpoint("/")
    def run(self) -> str:
        print "running"
        return "old"
