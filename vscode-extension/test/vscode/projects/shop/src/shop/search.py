"""Finds the things of the shop by words."""


async def app(scope, receive, send):
    """The server that fal starts."""
