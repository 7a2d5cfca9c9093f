"""A cached answer holds exactly as long as what was read for it."""

from __future__ import annotations

import pytest
from fal_lsp.memo import KEPT, UNTRACKED, Memo, OneVersion, record, with_reads


class Sheet:
    """Cells with numbers, sums of them, and a list of what was really computed."""

    def __init__(self, **cells: int) -> None:
        self.cells = cells
        self.memo = Memo()
        self.computed: list[str] = []

    def cell(self, name: str) -> int:
        record(name)
        return self.cells[name]

    def sum(self, names: str) -> int:
        def answer() -> int:
            self.computed.append(names)
            return sum(map(self.cell, names))

        return self.memo.ask(("sum", names), answer)

    def total(self) -> int:
        def answer() -> int:
            self.computed.append("total")
            return self.sum("ab") + self.sum("cd")

        return self.memo.ask("total", answer)

    def set(self, **cells: int) -> None:
        self.memo.begin({name for name, value in cells.items() if value != self.cells.get(name)})
        self.cells |= cells

    def takes(self) -> list[str]:
        computed, self.computed = self.computed, []
        return computed


@pytest.fixture
def sheet() -> Sheet:
    return Sheet(a=1, b=2, c=3, d=4)


def test_a_question_is_answered_once(sheet: Sheet) -> None:
    assert [sheet.sum("ab"), sheet.sum("ab"), sheet.sum("cd")] == [3, 3, 7]
    assert sheet.takes() == ["ab", "cd"]


def test_only_what_read_a_change_is_answered_again(sheet: Sheet) -> None:
    assert (sheet.sum("ab"), sheet.sum("cd")) == (3, 7)
    sheet.takes()
    sheet.set(a=10)
    assert (sheet.sum("ab"), sheet.sum("cd")) == (12, 7)
    assert sheet.takes() == ["ab"]
    sheet.set(e=1)
    assert (sheet.sum("ab"), sheet.sum("cd")) == (12, 7)
    assert sheet.takes() == []


def test_what_a_nested_question_reads_counts_for_the_one_that_asks(sheet: Sheet) -> None:
    assert sheet.total() == 10
    assert sheet.takes() == ["total", "ab", "cd"]
    sheet.set(a=10)
    assert sheet.total() == 19
    assert sheet.takes() == ["total", "ab"]


def test_also_where_it_was_answered_before(sheet: Sheet) -> None:
    assert sheet.sum("ab") == 3
    assert sheet.total() == 10
    sheet.set(b=20)
    assert sheet.total() == 28


def test_what_is_not_asked_in_a_version_holds_in_the_next(sheet: Sheet) -> None:
    assert sheet.sum("ab") == 3
    sheet.set(c=30)
    sheet.set(d=40)
    assert sheet.sum("ab") == 3
    assert sheet.takes() == ["ab"]


def test_a_change_counts_whenever_it_was(sheet: Sheet) -> None:
    assert sheet.sum("ab") == 3
    sheet.set(a=10)
    sheet.set(d=40)
    sheet.set(a=1)
    sheet.set(a=11)
    assert sheet.sum("ab") == 13


def test_what_is_not_asked_for_a_hundred_versions_is_forgotten(sheet: Sheet) -> None:
    assert (sheet.sum("ab"), sheet.sum("bc")) == (3, 5)
    for number in range(3 * KEPT):
        sheet.set(d=10 + number)
        assert sheet.sum("bc") == 5
    assert sheet.takes() == ["ab", "bc"]
    assert sheet.sum("ab") == 3
    assert sheet.takes() == ["ab"]


def test_what_is_rarely_asked_is_kept_as_long_as_it_holds(sheet: Sheet) -> None:
    def asked() -> int:
        return sheet.memo.ask_rarely("rare", lambda: sheet.cell("a") + sheet.sum("bc"))

    assert (asked(), sheet.takes()) == (6, ["bc"])
    for number in range(3 * KEPT):
        sheet.set(d=10 + number)
    assert (asked(), sheet.takes()) == (6, [])
    # A change counts, whenever it was and whatever came after it.
    sheet.set(c=10)
    for number in range(3 * KEPT):
        sheet.set(d=20 + number)
    assert (asked(), sheet.takes()) == (13, ["bc"])


def shared_total(sheet: Sheet) -> int:
    """A sum that is one read for whoever asks, of another that is."""
    memo = sheet.memo
    return memo.ask_shared(
        "all", lambda: sheet.cell("c") + memo.ask_shared("some", lambda: sheet.sum("ab"))
    )


def test_what_a_shared_question_reads_is_one_read_for_whoever_asks(sheet: Sheet) -> None:
    def asked() -> int:
        def answer() -> int:
            sheet.computed.append("asked")
            return shared_total(sheet)

        return sheet.memo.ask("asked", answer)

    def read() -> object:
        return with_reads(lambda: shared_total(sheet))[1]

    assert (asked(), sheet.takes()) == (6, ["asked", "ab"])
    assert read() == {"all"}
    sheet.set(d=10)
    assert (asked(), sheet.takes()) == (6, [])
    sheet.set(a=10)
    assert (asked(), sheet.takes()) == (15, ["asked", "ab"])
    # A change counts though nobody asked since, and the inner one was answered after the outer.
    for number in range(3 * KEPT):
        sheet.set(d=20 + number)
    assert sheet.memo.ask_shared("some", lambda: sheet.sum("ab")) == 12
    sheet.set(b=20)
    sheet.set(d=1)
    assert (asked(), sheet.takes()[-2:]) == (33, ["asked", "ab"])
    sheet.memo.forget()
    assert read() == {"all"}


def test_a_version_without_a_change_is_the_same_one(sheet: Sheet) -> None:
    assert sheet.total() == 10
    for _ in range(3):
        sheet.set(a=1)
    assert sheet.sum("ab") == 3
    assert sheet.takes() == ["total", "ab", "cd"]


def test_an_answer_that_is_not_tracked_holds_for_one_version(sheet: Sheet) -> None:
    def answer() -> int:
        record(UNTRACKED)
        return len(sheet.cells)

    assert [sheet.memo.ask("size", answer) for _ in range(2)] == [4, 4]
    sheet.set(z=1)
    assert sheet.memo.ask("size", answer) == 5


def test_a_question_that_raises_has_no_answer(sheet: Sheet) -> None:
    with pytest.raises(KeyError):
        sheet.sum("ax")
    sheet.set(x=1)
    assert sheet.sum("ax") == 2
    # What it read counts for nobody else.
    assert sheet.sum("b") == 2
    sheet.takes()
    sheet.set(a=5)
    assert sheet.sum("b") == 2
    assert sheet.takes() == []


def test_two_memos_ask_each_other(sheet: Sheet) -> None:
    outer = Memo()
    computed = []

    def answer() -> int:
        computed.append("doubled")
        return 2 * sheet.sum("ab")

    assert outer.ask("doubled", answer) == 6
    sheet.set(a=2)
    outer.begin({"a"})
    assert outer.ask("doubled", answer) == 8
    sheet.set(c=0)
    outer.begin({"c"})
    assert outer.ask("doubled", answer) == 8
    assert computed == ["doubled"] * 2


def test_forgetting(sheet: Sheet) -> None:
    assert sheet.sum("ab") == 3
    sheet.memo.forget()
    assert sheet.sum("ab") == 3
    assert sheet.takes() == ["ab", "ab"]


def test_one_version_asks_once() -> None:
    memo, asked = OneVersion(), []

    def answer() -> None:
        asked.append(1)

    for _ in range(3):
        assert memo.ask("nothing", answer) is None
    assert len(asked) == 1


def test_one_version_forgets_all_that_a_change_may_have_changed() -> None:
    memo, asked = OneVersion(), []
    for changed in (set[str](), {"anything"}):
        memo.begin(changed)
        memo.ask("nothing", lambda: asked.append(1))
    assert len(asked) == 2
    memo.begin(set())
    memo.ask("nothing", lambda: asked.append(1))
    assert len(asked) == 2
