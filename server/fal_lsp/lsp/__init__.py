"""The language server, the only room that knows pygls and lsprotocol. Imports neither by itself."""

from .main import serve

__all__ = ["serve"]
