"""What a Python file says, read from its syntax tree. Nothing is imported or executed."""
