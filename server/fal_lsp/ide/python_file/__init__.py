"""The editor features of a Python file that apps use: which, and what fal makes of its settings."""
