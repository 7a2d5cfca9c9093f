"""How each described change becomes text edits, one kind of change per file.

Knows TOML; must not know fal, rules or the protocol.

Every function takes a document and returns a list of `TextEdit`s, or None where it can't be done.
"""
