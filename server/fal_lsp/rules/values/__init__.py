"""Rules about keys and their values, checked with pyproject.toml alone."""
