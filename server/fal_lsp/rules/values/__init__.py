"""Rules about keys and their values, by what pyproject.toml alone says."""
