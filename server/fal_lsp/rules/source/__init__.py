"""Rules about what an app runs: ref, entry point, app files."""
