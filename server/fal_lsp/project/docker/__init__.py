"""Dockerfiles: instructions and what they declare. Must not know fal or pyproject.toml."""
