"""TOML for editors: a tolerant tree with positions. Knows nothing of fal or of any protocol."""

from .document import Document
from .incremental import parse
from .node import Node
from .syntax_tree import Problem

__all__ = ["Document", "Node", "Problem", "parse"]
