"""Where two versions of a text differ. Knows no TOML."""

from __future__ import annotations

_BLOCK = 8192


def common_prefix(a: str, b: str) -> int:
    """How many code points two texts have in common at their start."""
    size = min(len(a), len(b))
    start = 0
    while start < size and a[start : start + _BLOCK] == b[start : start + _BLOCK]:
        start += _BLOCK
    low, high = min(start, size), min(start + _BLOCK, size)
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_suffix(a: str, b: str, size: int) -> int:
    """How many code points, `size` at most, two texts have in common at their end."""
    end_a, end_b = len(a), len(b)
    done = 0
    while (
        done + _BLOCK <= size
        and a[end_a - done - _BLOCK : end_a - done] == b[end_b - done - _BLOCK : end_b - done]
    ):
        done += _BLOCK
    low, high = done, min(done + _BLOCK, size)
    while low < high:
        middle = (low + high + 1) // 2
        if a[end_a - middle : end_a - low] == b[end_b - middle : end_b - low]:
            low = middle
        else:
            high = middle - 1
    return low
