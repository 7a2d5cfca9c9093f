"""Seconds in plain words. Knows no key and no protocol."""

from __future__ import annotations

_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def plain_duration(seconds: int) -> str | None:
    """`1 h 30 min` for 5400; `None` for what reads no better than the seconds themselves."""
    if seconds < 60:
        return None
    parts = []
    for size, unit in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts)
