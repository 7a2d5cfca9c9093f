"""The language server: the only package that knows pygls and lsprotocol.

Importing it loads neither.
"""

from .main import serve

__all__ = ["serve"]
