"""The vocabulary of the editor features: plain results in code points. Knows no protocol.

A feature is one function, in a file with those that belong to it. It takes the document, then the
place (an offset or a span), then what else it needs by keyword (`project=` the files around, or
`None`), and returns these types. `lsp/handlers/` turns them into the protocol's.

All spans and offsets are code points of `document.text`. All `docs` are Markdown; a client without
Markdown gets plain text made from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from ..lint.diagnostic import Diagnostic
    from ..rules.finding import FilePlace
    from ..text import Span
    from ..toml.types import TextEdit

CompletionKind = Literal[
    "key", "table", "app", "value", "snippet", "file", "folder", "module", "class", "function"
]


TRIGGERS = (".", "[", '"', "'", "=", " ", "{", ",", ":", "/")
"""The characters at which an editor asks for completions, besides the letters of a word."""


class Completion(NamedTuple):
    """One suggestion: `edit` replaces exactly what is typed.

    `edit.text` is in snippet syntax (`$1`, `${1:name}`) where `snippet` is true, which only
    happens where the caller said that snippets are supported. `detail` is shown right after the
    label, `description` at the right edge, both one line. Suggestions are answered in the order
    in which they should be shown. `retrigger` asks the editor to complete again once accepted.
    `also` are other edits in front of it, such as a comma that is missing there.
    """

    label: str
    kind: CompletionKind
    edit: TextEdit
    docs: str = ""
    detail: str = ""
    description: str = ""
    filter_text: str = ""
    snippet: bool = False
    deprecated: bool = False
    preselect: bool = False
    retrigger: bool = False
    also: tuple[TextEdit, ...] = ()


class Completions(list[Completion]):
    """Suggestions, the best first; `is_incomplete`: a longer typed text may bring up others."""

    is_incomplete = False


class Hover(NamedTuple):
    """The documentation of what is at a span."""

    span: Span
    docs: str


ActionKind = Literal["quickfix", "refactor.rewrite", "source.fixAll.fal-lsp"]
ACTION_KINDS: tuple[ActionKind, ...] = get_args(ActionKind)


class CodeAction(NamedTuple):
    """A change on offer, with the diagnostics that it resolves; `deferred`: without its edits.

    With `explains`, it changes nothing and shows the page of that rule, which is in `page`.
    """

    title: str
    kind: ActionKind
    edits: tuple[TextEdit, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    preferred: bool = False
    deferred: bool = False
    explains: str = ""
    page: str = ""


class Link(NamedTuple):
    """From a span to a line of a file, a span of this document or (documentLink only) a URL."""

    span: Span
    target: FilePlace | Span | str
    tooltip: str = ""


SymbolKind = Literal["app", "table", "key"]


class Symbol(NamedTuple):
    """A thing with a name: `span` is all of it, `name_span` lies inside and is its name."""

    name: str
    kind: SymbolKind
    span: Span
    name_span: Span
    detail: str = ""
    deprecated: bool = False
    children: tuple[Symbol, ...] = ()


class RenameTarget(NamedTuple):
    """What would be renamed: the span under the cursor and the name it has."""

    span: Span
    name: str


class Fold(NamedTuple):
    """A span that can be folded to its first line."""

    span: Span
    kind: Literal["comment", "region"] | None = None


class Lens(NamedTuple):
    """A line of text above a span that runs a command of the editor's extension."""

    span: Span
    title: str
    command: str
    arguments: tuple[str, ...] = ()


class Hint(NamedTuple):
    """Text that the editor shows at an offset without it being in the file."""

    offset: int
    label: str
    tooltip: str = ""


class RefusedError(Exception):
    """A request that cannot be met; the message is a sentence for the person who asked."""
