"""TOML for editors: a tolerant tree with positions. Knows nothing of fal or of any protocol."""

from .document import Document
from .nodes import Problem
from .parsing import parse
from .views import Node

__all__ = ["Document", "Node", "Problem", "parse"]
