"""What the methods of lists, dicts and strings give back and change. Knows Python's own types; must
not know where a call is.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from .lattice import join
from .operations import FilePath, Raises, Unknowable, check_format, string_method
from .path_values import opened, path_method
from .values import (
    NONE,
    Arguments,
    Choice,
    Constant,
    Dictionary,
    Namespace,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from .expressions import Evaluator
    from .run import Run
    from .targets import Targets


_ASKING = frozenset({"exists", "is_file", "is_dir", "stat", "iterdir", "glob", "rglob"})
"""Methods of paths that look at files and make none."""


class Methods:
    """Calls of methods in one run."""

    def __init__(self, evaluator: Evaluator, targets: Targets) -> None:
        self.evaluator = evaluator
        self.targets = targets
        self.run: Run = evaluator.run

    def call(
        self,
        receiver: Value,
        name: str,
        arguments: Arguments,
    ) -> Value:
        """What a method of a list, a dict, a string or one of several values gives back."""
        run = self.run
        values = [run.resolve(each) for each in arguments.positional]
        is_plain = arguments.in_order is not None
        if isinstance(receiver, Choice):
            run.escape(receiver)
            run.risks += 1
            texts = all(
                isinstance(each, Constant) and isinstance(each.data, str)
                for each in receiver.values
            )
            if texts and is_plain:
                return join(
                    self._text_method(each.data, name, values, is_only=False)  # type: ignore[union-attr]
                    for each in receiver.values
                )
            return Unknown("a method of one of several values")
        if isinstance(receiver, Namespace):
            return self._method_of_names(receiver, name, values, arguments)
        if isinstance(receiver, Constant):
            if name == "format" and isinstance(receiver.data, str) and not arguments.spreads:
                self._check_format(receiver.data, arguments)
            if isinstance(receiver.data, str) and is_plain:
                return self._text_method(receiver.data, name, values)
            if isinstance(receiver.data, FilePath) and not arguments.spreads:
                if name == "open":
                    run.reads(opened(Arguments((receiver, *values), arguments.keywords)))
                elif name in ("read_text", "read_bytes"):
                    run.reads(receiver.data.text)
                elif name not in _ASKING:
                    run.gives((receiver, *values))
            if isinstance(receiver.data, FilePath) and is_plain:
                with contextlib.suppress(Unknowable):
                    data = [each.data if isinstance(each, Constant) else None for each in values]
                    return Constant(path_method(receiver.data, name, data))
            run.risks += 1
            return Unknown("a method", "str" if name == "format" else "")
        if not is_plain:
            is_known = not arguments.spreads and not values
            if name == "update" and isinstance(receiver, Dictionary) and is_known:
                self.targets.update(receiver, run.dictionary(arguments.by_keyword))
                return NONE
            run.escape(receiver)
            run.risks += 1
            return Unknown("a method that is not followed")
        if isinstance(receiver, Sequence):
            return self._list_method(receiver, name, values)
        if isinstance(receiver, Dictionary):
            return self._dict_method(receiver, name, values)
        return Unknown("a method that is not followed")

    def _check_format(self, text: str, arguments: Arguments) -> None:
        """Keep the error of `text.format(...)`, where that is certain."""
        plain = {key: self.run.plain(each) for key, each in arguments.by_keyword.items()}
        try:
            check_format(text, [self.run.plain(each) for each in arguments.positional], plain)
        except Raises as error:
            self.run.call_raises(error.error)

    def _method_of_names(
        self,
        owner: Namespace,
        name: str,
        values: list[Value],
        arguments: Arguments,
    ) -> Value:
        run = self.run
        run.risks += 1
        if name in ("get", "keys", "values", "items", "copy"):
            return Unknown("a method of a namespace")
        more = run.items(values[0]) if len(values) == 1 else None if values else {}
        if name == "update" and not arguments.spreads and isinstance(more, dict):
            more = {**more, **arguments.by_keyword}
            for key, value in more.items():
                run.bind_by_key(owner, Constant(key), value)
            return NONE
        run.escape(owner)
        return Unknown("a method of a namespace")

    def _text_method(
        self, text: str, name: str, values: list[Value], *, is_only: bool = True
    ) -> Value:
        data = [self.run.plain(each) for each in values]
        try:
            if all(known for known, _ in data):
                return self.run.value(string_method(text, name, [each for _, each in data]))
        except Raises as error:
            if is_only:
                self.run.call_raises(error.error)
        except Unknowable:
            pass
        self.run.risks += 1
        is_text = name in ("join", "format", "replace", "lower", "upper", "strip")
        return Unknown("a method of a string", "str" if is_text else "")

    def _list_method(self, owner: Sequence, name: str, values: list[Value]) -> Value:
        run = self.run
        items = run.items(owner)
        if name == "copy" and not values:
            return run.sequence(owner.kind, items)
        if name == "append" and len(values) == 1 and owner.kind == "list":
            self.targets.extend(owner, run.sequence("tuple", values))
            return NONE
        if name == "extend" and len(values) == 1 and owner.kind == "list":
            self.targets.extend(owner, values[0])
            return NONE
        run.risks += 1
        known, index = run.plain(values[0]) if values else (False, None)
        if items is not None and owner.kind == "list":
            changed = None
            if name == "insert" and len(values) == 2 and known and type(index) is int:
                listed = list(items)
                listed.insert(index, values[1])
                changed = tuple(listed)
            elif name == "clear" and not values:
                changed = ()
            elif name == "remove" and known and run.spend_on(2 * len(items)):
                at = [i for i, each in enumerate(items) if run.plain(each) == (True, index)]
                all_known = all(run.plain(each)[0] for each in items)
                changed = (*items[: at[0]], *items[at[0] + 1 :]) if at and all_known else None
            elif name in ("index", "count"):
                return Unknown("a method of a list", "int")
            if name in ("insert", "clear", "remove"):
                run.set_items(owner, changed)
                return NONE
        item = self.evaluator.calls.some_item(owner)
        if owner.kind != "tuple":
            run.set_items(owner, None)
        return item

    def _dict_method(self, owner: Dictionary, name: str, values: list[Value]) -> Value:
        run = self.run
        items = run.items(owner)
        if name == "copy" and not values:
            return run.dictionary(items)
        if name == "update" and len(values) == 1:
            self.targets.update(owner, values[0])
            return NONE
        known, key = run.plain(values[0]) if values else (False, None)
        if items is not None and name in ("keys", "values", "items") and not values:
            if name == "items":
                pairs = (run.sequence("tuple", (Constant(k), v)) for k, v in items.items())
                return run.sequence("dict_items", pairs)
            if name == "keys":
                return run.sequence("dict_keys", map(Constant, items))
            return run.sequence("dict_values", items.values())
        if name == "get" and values:
            default = values[1] if len(values) > 1 else NONE
            if items is None or not known or isinstance(key, (list, dict, set)):
                return join([self.evaluator.calls.some_item(owner), default])
            value: Value = items.get(key, default)
            return value
        run.risks += 1
        if items is not None and known and not isinstance(key, (list, dict, set)):
            if name == "pop":
                if key not in items and len(values) == 1:
                    run.call_raises(KeyError(key), "pop")
                left = {each: value for each, value in items.items() if each != key}
                run.set_items(owner, left)
                default = values[1] if len(values) > 1 else Unknown("no such item")
                popped: Value = items.get(key, default)
                return popped
            if name == "setdefault":
                default = values[1] if len(values) > 1 else NONE
                run.set_items(owner, {key: default, **items} if key not in items else items)
                found: Value = items.get(key, default)
                return found
        item = self.evaluator.calls.some_item(owner)
        run.set_items(owner, None)
        return item
