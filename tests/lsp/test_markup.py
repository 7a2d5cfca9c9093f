"""Plain text for clients that take no Markdown."""

from __future__ import annotations

import pytest
from fal_lsp.lsp.markup import plain_text

TEXTS = {
    "**bold** and `code`": "bold and code",
    "**`name`** · string": "name · string",
    "## Heading": "Heading",
    "[fal](https://fal.ai)": "fal (https://fal.ai)",
    "[`ref`](https://fal.ai)": "ref (https://fal.ai)",
    "[https://fal.ai](https://fal.ai)": "https://fal.ai",
    "[`src/app.py:5`](file:///a/src/app.py#L5)": "src/app.py:5",
    r"a\@b https\://c \<d\> \&amp; \~e": "a@b https://c <d> &amp; ~e",
    "``a`b`` and `c`": "a`b and c",
    "`` `a` ``": "`a`",
    r"a \*star\*": "a *star*",
    # Code keeps what would be a mark elsewhere.
    r"Default: `\.pyc$`": r"Default: \.pyc$",
    "`__pycache__/`": "__pycache__/",
    "`**/*.py`, `**/*.md`": "**/*.py, **/*.md",
    "Text\n\n```toml\na = ['\\.pyc$', '__pycache__/'] # `x`\n```\n\nEnd": (
        "Text\n\na = ['\\.pyc$', '__pycache__/'] # `x`\n\nEnd"
    ),
    '| Setting | Value |\n| --- | :-: |\n| `a` | `"x\\|y"` |\n| b |  |\n': (
        'Setting · Value\na · "x|y"\nb ·'
    ),
}


@pytest.mark.parametrize(("markdown", "text"), TEXTS.items())
def test_plain_text(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text
