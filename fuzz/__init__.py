"""Fuzzing: inputs that nobody would write, against what must hold for each (`targets.py`)."""
