"""What a kind of text is: a function of a count. Knows no format.

Ten times the count is ten times the text, so that a test can see how the cost grows, and a
benchmark can ask for a text of a size.
"""

from __future__ import annotations

from collections.abc import Callable

Kinds = dict[str, Callable[[int], str]]


def each(count: int, line: str) -> str:
    """A line with the numbers up to `count`, in as many digits each."""
    return "".join(line.format(f"{number:06}") for number in range(count))


def listed(key: str, count: int, item: str) -> str:
    """A list with an item for each number up to `count`."""
    return f"{key} = [{each(count, item)}]\n"


def nested(count: int, opening: str, middle: str, closing: str) -> str:
    """Brackets in brackets."""
    return opening * count + middle + closing * count


def sized(kind: Callable[[int], str], size: int) -> str:
    """The text of a kind that is just short of a size in code points."""
    low, high = 0, 1
    while high <= 2 * size and 0 < len(kind(high)) <= size:
        low, high = high, 2 * high
    # Most kinds are linear: what is missing can be computed.
    while high - low > max(low // 50, 1):
        middle = (low + high) // 2
        if 0 < len(kind(middle)) <= size:
            low = middle
        else:
            high = middle
    return kind(low)
