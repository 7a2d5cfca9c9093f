"""How each described change becomes text edits; one kind of change a file. Knows TOML only.

Every function takes a document and returns a list of `TextEdit`s, or None where it can't be done.
"""
