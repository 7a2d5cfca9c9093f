"""What we say that pydantic 2 and FastAPI refuse, held against the installed packages."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import pytest
from fal_lsp.project.python import pydantic_names

pytestmark = pytest.mark.peers


def thing(name: str) -> Any:
    """What a dotted name leads to, imported as far as it is a module."""
    parts = name.split(".")
    for index in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:index]))
        except ModuleNotFoundError:
            continue
        for part in parts[index:]:
            found = getattr(found, part)
        return found
    raise AssertionError(name)


@pytest.mark.parametrize("name", sorted(pydantic_names.NO_DATA | {"datetime", "json", "fal.App"}))
def test_types_that_are_refused(name: str) -> None:
    import fal
    from pydantic import create_model

    refused = thing(name)
    with pytest.raises(Exception, match="schema"):
        create_model("M", x=(refused, ...))

    def result(self): ...  # type: ignore[no-untyped-def]

    def parameter(self, x): ...  # type: ignore[no-untyped-def]

    result.__annotations__ = {"return": refused}
    parameter.__annotations__ = {"x": refused}
    for function in (result, parameter):
        app = type("A", (fal.App,), {"run": fal.endpoint("/")(function)})
        with pytest.raises(Exception, match="OpenAPI"):
            app.build_metadata()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(pydantic_names.REMOVED))
def test_names_that_are_gone(name: str) -> None:
    import pydantic

    with pytest.raises(pydantic.errors.PydanticImportError):
        getattr(pydantic, name)


@pytest.mark.parametrize("name", pydantic_names.SIGNATURES)
def test_arguments_that_are_refused(name: str) -> None:
    function, signature = thing(name), pydantic_names.SIGNATURES[name]
    for removed in signature.removed:
        if name == pydantic_names.FIELD:
            with pytest.raises(Exception, match="is removed"):
                function(**{removed: True})
        else:
            assert removed not in inspect.signature(function).parameters
    if signature.most is not None:
        with pytest.raises(TypeError):
            function(*range(signature.most + 1))
    if signature.requires:
        with pytest.raises(Exception, match=r"missing|MUST|without arguments"):
            function()
        with pytest.raises(Exception, match=r"bare|MUST|argument"):
            function(lambda cls, value: value)


@pytest.mark.parametrize("name", sorted(each.name for each in pydantic_names.FIELDS))
def test_what_makes_a_field(name: str) -> None:
    from pydantic.fields import FieldInfo

    made = thing(name)("a", description="b")
    assert isinstance(made, FieldInfo)
    assert (made.default, made.description) == ("a", "b")
    with pytest.raises(Exception, match="is removed"):
        thing(name)(regex="a")
    with pytest.raises(TypeError):
        thing(name)(1, 2)


def test_the_class_variables_of_a_model_of_fal() -> None:
    from fal.toolkit import FalBaseModel

    assert FalBaseModel.__class_vars__ == pydantic_names.CLASS_VARIABLES


def test_the_attributes_of_a_model_are_those_of_pydantic_and_fal() -> None:
    from fal.toolkit import FalBaseModel
    from pydantic import BaseModel

    names = {name for name in (*dir(BaseModel), *dir(FalBaseModel)) if not name.startswith("_")}
    assert names == pydantic_names.MODEL_ATTRIBUTES


def test_no_name_of_any_pydantic_is_a_misspelled_one() -> None:
    import pkgutil

    import pydantic
    import pydantic.v1

    names = {*dir(pydantic), *pydantic.__all__, *pydantic.v1.__all__, *dir(pydantic.v1)}
    names |= {each.name for each in pkgutil.iter_modules(pydantic.__path__)}
    names |= {each.name for each in pkgutil.iter_modules(pydantic.v1.__path__)}
    assert {
        each: pydantic_names.misspelled(each) for each in names if pydantic_names.misspelled(each)
    } == {}
    assert set(pydantic.__all__) >= pydantic_names._USUAL
    assert names >= pydantic_names._OTHERS


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("BaseModels", "BaseModel"),
        ("BaseModle", "BaseModel"),
        ("Basemodel", "BaseModel"),
        ("field", "Field"),
        ("Filed", "Field"),
        ("field_validater", "field_validator"),
        ("model_validators", "model_validator"),
        ("BaseSettings", None),
        ("BaseModul3", None),
        ("Model", None),
        ("fields", None),
        ("v", None),
    ],
)
def test_misspelled_names(name: str, meant: str | None) -> None:
    import pydantic

    assert pydantic_names.misspelled(name) == meant
    assert meant is None or not hasattr(pydantic, name)
