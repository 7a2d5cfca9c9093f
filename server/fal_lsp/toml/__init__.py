"""TOML for editors: a tolerant tree with positions. Knows nothing of fal or of any protocol."""

from .document import Document, parse
from .nodes import Problem
from .views import Node

__all__ = ["Document", "Node", "Problem", "parse"]
