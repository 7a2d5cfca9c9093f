"""Which conditions requests decide about: what is after the end of a branch then runs for some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.projects import found, write

if TYPE_CHECKING:
    from pathlib import Path

APP = """\
{future}
from enum import Enum
from typing import Annotated, List, Literal, Optional
import fal
from pydantic import AfterValidator, BaseModel, Field, field_validator
LEGACY = False
class Mode(Enum):
    FAST = "fast"
class Size(BaseModel):
    width: int = 1
class Base(BaseModel):
    steps: int = 1
class Input(Base):
    text: str
    seed: Optional[int] = None
    limit: int | None = Field(None, description="most")
    tags: list[str] = Field(default_factory=list)
    names: Annotated[List[str], Field(max_length=3)] = []
    fast: bool = False
    mode: Mode = Mode.FAST
    only: Literal["a"] = "a"
    size: Size = Size()
    even: Annotated[int, AfterValidator(lambda value: 2)] = 2
    filled: str = ""
class Checked(BaseModel):
    text: str
    @field_validator("text")
    @classmethod
    def check(cls, value): return "a"
def fill(data): data.filled = "a"
def has_seed(data): return hasattr(data, "seed")
class A(fal.App):
{endpoints}
"""
DECIDED = (
    *("not data.text", "data.text", "data.fast", "not not data.fast", "data.tags"),
    *("len(data.text) > 100", "0 < data.steps < 9", "data.steps != -1", "data.steps == data.seed"),
    *("data.seed is None", "data.seed is not None", "None != data.limit", "data.limit"),
    *("data.text.strip().lower() in ('a', 'b')", "'x' in data.text", "'a' not in data.names"),
    *("data.text.startswith('a') and not data.fast", "not (data.text or '').strip()"),
    *("warm", "not text or len(text) < 3", "count is None", "count == 0 or data.steps < 1"),
)
NOT_DECIDED = (
    *("getattr(data, 'missing', None) is None", "'missing' not in data.model_dump()"),
    *(
        "'missing' not in data.model_fields_set",
        "'missing' not in dir(data)",
        "type(data) is Input",
    ),
    *("not has_seed(data)", "data.__class__ is Input", "data.text == '' or not LEGACY", "True"),
    *("warm or not getattr(self, 'pipe', None)", "isinstance(data, Input)", "data", "data != 1"),
    *("data.text is not None", "text != None", "len(data.text) is not None", "data.size"),
    *("data.mode != Mode.FAST", "data.only == 'a'", "data.even == 2", "data.filled", "'a' == 'a'"),
    *("data.copy", "data.text or 'a'", "data.text or 1", "data.text.encode(LEGACY)", "data.none()"),
    *("checked.text == 'a'", "local", "given", "request", "len(data.text, default=1)", "untyped"),
    *("[0 for _ in data.tags]", "(lambda: data.fast)()", "data.text if LEGACY else LEGACY"),
    *("data.text in ('a', LEGACY)", "data.size.width", "(data.text or LEGACY).strip()"),
)
ENDPOINT = """\
    @fal.endpoint("/{number}")
    def run{number}(
        self, data: Input, checked: Checked, untyped, local: bool, given: Mode = Mode.FAST,
        warm: bool = False, text: str = "", count: Optional[int] = 1, request: dict = Size()
    ):
        local = True
        if {condition}: return {{}}
        return data.missing{number}
"""


def decided(folder: Path, conditions: tuple[str, ...], future: str) -> list[str]:
    """Those of some conditions after whose end something is looked at."""
    endpoints = "".join(
        ENDPOINT.format(number=number, condition=condition)
        for number, condition in enumerate(conditions)
    )
    app = APP.format(endpoints=endpoints, future=future)
    write(folder, {"pyproject.toml": '[tool.fal.apps.a]\nref = "app.py::A"\n', "app.py": app})
    messages = [each.message for file in found(folder).elsewhere for each in file.diagnostics]
    return [
        condition
        for number, condition in enumerate(conditions)
        if any(f"`missing{number}`" in message for message in messages)
    ]


def test_conditions_of_what_a_request_chooses(tmp_path: Path) -> None:
    for future in ("", "from __future__ import annotations"):
        assert decided(tmp_path, DECIDED, future) == [*DECIDED]


def test_conditions_that_may_always_be_the_same(tmp_path: Path) -> None:
    assert decided(tmp_path, (*NOT_DECIDED, "not data.text"), "") == ["not data.text"]


def test_a_name_that_is_bound_again_is_not_what_a_request_chose(tmp_path: Path) -> None:
    for condition in (
        "(warm := True) or warm",
        "warm: pass\n        for warm in [1]: pass\n        if warm",
        "len(text) > 2: pass\n        len = str\n        if len(text)",
    ):
        assert decided(tmp_path, (condition, "not data.text"), "") == ["not data.text"]
