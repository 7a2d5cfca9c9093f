"""TOML for editors: a tolerant parser, a tree with positions, and edits that keep the layout.

Knows TOML 1.1; must not know fal or any protocol.
"""

from .document import Document
from .incremental import parse
from .node import Node
from .syntax_tree import Problem

__all__ = ["Document", "Node", "Problem", "parse"]
