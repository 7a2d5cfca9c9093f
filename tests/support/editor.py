"""How VS Code deals with suggestions while somebody types. Knows no TOML, no key of fal.

Read from `suggestModel.ts`, `completionModel.ts` and `cursorTypeOperations.ts` of microsoft/vscode:
when it asks, what it still shows once more is typed, what Enter and Tab do, and which brackets and
quotes it closes itself and steps over. Where it depends on time, a delay is counted in keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from fal_lsp.ide.completion.ranking import compared
from fal_lsp.ide.types import TRIGGERS, Completion

Complete = Callable[[str, int, str], Sequence[Completion]]
"""The suggestions in a text at an offset; the trigger character, or nothing, is why it is asked."""

_PAIRS = {"[": "]", "{": "}", '"': '"', "'": "'"}
_WORD = re.compile(r"[^\s`~!@#%^&*()\-=+\[{\]}\\|;:'\",.<>/?]+\Z")
_CLOSES_BEFORE = ";:.,=}])> \n\t"
_TABSTOP = re.compile(
    r"\\([$\\}])|\$\{\d+:((?:[^}\\]|\\.)*)\}|\$\{\d+\|((?:[^|\\]|\\.)*)\|\}|\$\d+"
)


class _Shown(NamedTuple):
    """A list, and the offset for which it was asked."""

    at: int
    items: tuple[Completion, ...]


class Editor:
    """A text with a caret, and the list of suggestions if one is open.

    `delay` is how many more keys are typed before a list that was asked for is there; `auto_close`
    whether brackets and quotes are closed by the editor.
    """

    def __init__(self, complete: Complete, *, auto_close: bool = True, delay: int = 0) -> None:
        self.complete = complete
        self.auto_close = auto_close
        self.delay = delay
        self.text = ""
        self.caret = 0
        self.shown: _Shown | None = None
        self._asked: tuple[int, _Shown] | None = None
        self._closers: list[int] = []

    def type(self, key: str) -> None:
        """One key: a character, or `\\n` for Enter."""
        if key == "\n":
            if self.shown:
                self.accept(self.shown.items[0])
            else:
                self._put(self.caret, self.caret, "\n")
                self.shown = self._asked = None
            return
        self._insert(key)
        if not self._asked:
            self._narrow()
        if key in TRIGGERS:
            # A list that still fits stays open until the answer, whatever is typed meanwhile.
            self._ask(key)
        elif not self.shown and not self._asked and self._starts_by_itself():
            self._ask("")
        self._wait()

    def backspace(self) -> None:
        """Take back the last key; of an empty pair, both go."""
        before, after = self.text[self.caret - 1], self.text[self.caret : self.caret + 1]
        is_pair = self.caret in self._closers and _PAIRS.get(before) == after
        if is_pair:
            self._closers.remove(self.caret)
        self._put(self.caret - 1, self.caret + is_pair, "")
        waited = self._asked[1] if self._asked else self.shown
        if waited and self.caret < waited.at:
            # Left of its place it asks again where a word is, and closes elsewhere.
            self._asked = None
            if _WORD.search(self.text[: self.caret]):
                self._ask("")
            else:
                self.shown = None
        elif waited:
            if not self._asked:
                self._narrow()
            self._wait()
        elif self._starts_by_itself():
            self._ask("")

    def escape(self) -> None:
        """Close the list."""
        self.shown = self._asked = None

    def accept(self, item: Completion) -> None:
        """Take a suggestion of the list, with Enter or Tab."""
        assert self.shown
        start, end = item.edit.span
        end += self.caret - self.shown.at
        self.shown = self._asked = None
        text, stop = filled(item)
        self._put(start, end, text)
        self.caret = start + stop
        for edit in item.also:
            self._put(*edit.span, edit.text, moves=self.caret)
        if item.retrigger:
            self._ask("")

    def _insert(self, key: str) -> None:
        if self.caret in self._closers and self.text[self.caret : self.caret + 1] == key:
            self._closers.remove(self.caret)
            self.caret += 1
            return
        closes = self._closes(key)
        self._put(self.caret, self.caret, key)
        if closes:
            self._put(self.caret, self.caret, _PAIRS[key], moves=self.caret)
            self._closers.append(self.caret)

    def _closes(self, key: str) -> bool:
        before, after = self.text[: self.caret], self.text[self.caret : self.caret + 1]
        if not self.auto_close or key not in _PAIRS or after not in _CLOSES_BEFORE:
            return False
        line = before[before.rfind("\n") + 1 :]
        if key in "[{":
            return True
        is_in_string = _open_quote(line)
        return not is_in_string and not _WORD.search(line) and line[-1:] != key

    def _put(self, start: int, end: int, text: str, *, moves: int = -1) -> None:
        """Replace a span; the caret goes after the new text, or stays where it was (`moves`)."""
        self.text = self.text[:start] + text + self.text[end:]
        grown = len(text) - (end - start)
        self._closers = [
            at + grown if at >= end else at for at in self._closers if not start <= at < end
        ]
        self.caret = start + len(text) if moves < 0 else moves + (grown if start < moves else 0)

    def _starts_by_itself(self) -> bool:
        """Whether a list opens because a word is typed, which is no number."""
        match = _WORD.search(self.text[: self.caret])
        return match is not None and not re.fullmatch(r"[0-9.]+", match.group())

    def _ask(self, trigger: str) -> None:
        items = tuple(map(self._sent, self.complete(self.text, self.caret, trigger)))
        self._asked = (self.delay, _Shown(self.caret, items))
        if not self.delay:
            self._arrive()

    def _sent(self, item: Completion) -> Completion:
        typed = self.text[item.edit.span.start : self.caret]
        return item._replace(filter_text=compared(item.filter_text or item.label, typed))

    def _wait(self) -> None:
        """Another key was typed while a list is awaited."""
        if self._asked:
            left, shown = self._asked
            if shown.at == self.caret and left == self.delay:
                return
            self._asked = (left - 1, shown)
            if left <= 1:
                self._arrive()

    def _arrive(self) -> None:
        assert self._asked
        self.shown, self._asked = self._asked[1], None
        self._narrow()

    def _narrow(self) -> None:
        """Keep what still fits what is typed since the list was asked for."""
        if not self.shown:
            return
        items = [item for item in self.shown.items if self._fits(item)]
        self.shown = self.shown._replace(items=tuple(items)) if items else None

    def _fits(self, item: Completion) -> bool:
        typed = self.text[item.edit.span.start : self.caret].lstrip(" \t").lower()
        letters = iter((item.filter_text or item.label).lower())
        return all(letter in letters for letter in typed)


def _open_quote(line: str) -> bool:
    """Whether the end of a line is inside a string."""
    quote = ""
    for char in line:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
    return bool(quote)


def filled(item: Completion) -> tuple[str, int]:
    """The text that is inserted, and where the caret is in it."""
    if not item.snippet:
        return item.edit.text, len(item.edit.text)
    text, stop, position = "", -1, 0
    for match in _TABSTOP.finditer(item.edit.text):
        text += item.edit.text[position : match.start()]
        position = match.end()
        if match[1]:
            text += match[1]
            continue
        filled = (match[2] or (match[3] or "").split(",")[0]).replace("\\", "")
        text += filled
        stop = len(text) if stop < 0 else stop
    text += item.edit.text[position:]
    return text, len(text) if stop < 0 else stop
