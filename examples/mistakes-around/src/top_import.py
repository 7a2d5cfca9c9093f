import fal
import torch


class TopImport(fal.App):
    requirements = ["torch"]

    @fal.endpoint("/")
    def generate(self) -> dict:
        return {"version": torch.__version__}
