"""A module that fal does not find."""

SIZE = 1024
