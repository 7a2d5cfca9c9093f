"""Rules about the pyproject.toml file itself: encoding, syntax and location."""
