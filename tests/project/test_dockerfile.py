"""What is read off a Dockerfile: arguments, stages and ports, as BuildKit sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from fal_lsp.project import Unreadable
from fal_lsp.project.docker.dockerfile import Dockerfile, Port
from fal_lsp.project.docker.reader import read_dockerfile
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.projects import project


def shown(port: Port) -> str:
    if port.first is None:
        return f"?{port.text}"
    ends = f"{port.first}" if port.first == port.last else f"{port.first}-{port.last}"
    return f"{ends}/{port.protocol}" if port.protocol != "tcp" else ends


# Instructions after a FROM, and the ports of the image.
PORTS = {
    "EXPOSE 80": "80",
    "EXPOSE 80 443": "80 443",
    "EXPOSE 80/udp": "80/udp",
    "EXPOSE 80/TCP": "80",
    "EXPOSE 8000-8010": "8000-8010",
    "expose 80": "80",
    "  EXPOSE   80  ": "80",
    "EXPOSE '80' \"81\"": "80 81",
    "EXPOSE x": "?x",
    "EXPOSE 99999999": "?99999999",
    "EXPOSE": "",
    "#EXPOSE 80": "",
    "  # EXPOSE 80": "",
    "RUN echo EXPOSE 80": "",
    "LABEL a=b \\\nEXPOSE 80": "",
    "LABEL a=b \\  \nEXPOSE 80": "",
    "LABEL a=b \\\n# comment\n\n  c=d\nEXPOSE 80": "80",
    "LABEL a=b \\\\\nEXPOSE 80": "80",
    "EXPOSE 80 \\\n  81 \\\n  82": "80 81 82",
    "EXPOSE 80 \\": "80",
    "ARG P=80\nEXPOSE $P": "80",
    "ARG P=80\nEXPOSE ${P}1": "801",
    "ARG P=80\nEXPOSE $P/udp": "80/udp",
    "ARG P\nEXPOSE $P": "?$P",
    "EXPOSE $P": "?$P",
    "EXPOSE ${P:-80}": "80",
    "EXPOSE ${P-80}": "80",
    "ARG P=\nEXPOSE ${P:-80}": "80",
    "ARG P=\nEXPOSE ${P-80}": "",
    "ARG P=80\nEXPOSE ${P:-81}": "80",
    "ARG P=80\nEXPOSE ${P:+81}": "81",
    "EXPOSE ${P:+81} 82": "82",
    "ARG Q=83\nEXPOSE ${P:-${Q}}": "83",
    "ARG Q=83\nEXPOSE ${P:-$Q}": "83",
    "ARG P=80\nEXPOSE ${P:?missing}": "80",
    "ARG P=8080\nEXPOSE ${P#80}": "?${P#80}",
    "ARG P=80\nEXPOSE '$P'": "?$P",
    'ARG P=80\nEXPOSE "$P"': "80",
    "ARG P=80\nEXPOSE \\$P": "?$P",
    "ARG P=80 Q=81\nEXPOSE $P $Q": "80 81",
    "ARG P='80 81'\nEXPOSE $P": "80 81",
    "ARG P=80\nARG Q=$P\nEXPOSE $Q": "80",
    "ENV P=80\nEXPOSE $P": "80",
    "ENV P 80\nEXPOSE $P": "80",
    "ENV P=80 Q=$R R=1\nEXPOSE $P $Q": "80 ?$Q",
    "ARG P=80\nENV P=81\nEXPOSE $P": "81",
    "ENV P=81\nARG P=80\nEXPOSE $P": "80",
    "ENV P=81\nARG P\nEXPOSE $P": "81",
    "ENV P=81 Q=$P\nEXPOSE $Q": "?$Q",
    "EXPOSE $P\nARG P=80": "?$P",
    "RUN <<EOF\nEXPOSE 80\nEOF\nEXPOSE 81": "81",
    "RUN <<-EOF\nEXPOSE 80\n\t\tEOF\nEXPOSE 81": "81",
    "RUN <<'EOF' cat\nEXPOSE 80\nEOF\nEXPOSE 81": "81",
    'RUN cat <<"EOF" > x\nEXPOSE 80\nEOF\nEXPOSE 81': "81",
    "RUN cat <<A <<B\nEXPOSE 1\nA\nEXPOSE 2\nB\nEXPOSE 81": "81",
    "RUN 3<<EOF cat\nEXPOSE 80\nEOF\nEXPOSE 81": "81",
    "COPY <<EOF /x\nEXPOSE 80\nEOF\nEXPOSE 81": "81",
    "ONBUILD RUN <<EOF\nEXPOSE 80\nEOF\nEXPOSE 81": "81",
    "RUN <<EOF \\\n  cat\nEXPOSE 80\nEOF\nEXPOSE 81": "81",
    "RUN <<EOF\nEXPOSE 80": "",
    "RUN echo '<<EOF'\nEXPOSE 81": "81",
    "RUN echo a<<EOF\nEXPOSE 81": "81",
    "RUN echo $((1 << 2))\nEXPOSE 81": "81",
    "LABEL a=<<EOF\nEXPOSE 81": "81",
    "CMD <<EOF\nEXPOSE 81": "81",
    "ONBUILD EXPOSE 80": "",
    "NONSENSE 1\nEXPOSE 80": "80",
    "\\\nEXPOSE 80": "80",
}


@pytest.mark.parametrize("text", PORTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_ports(text: str, end: str) -> None:
    found = read_dockerfile(f"FROM python:3.12\n{text}\n".replace("\n", end))
    assert " ".join(map(shown, found.exposed)) == PORTS[text]


DIRECTIVES = {
    "# escape=`\nFROM a\nRUN dir `\nEXPOSE 80\nCOPY a c:\\\nEXPOSE 81": "81",
    "#escape = `\nFROM a\nRUN dir `\nEXPOSE 80": "",
    "# syntax=docker/dockerfile:1\n# ESCAPE=`\nFROM a\nRUN dir `\nEXPOSE 80": "",
    "# a comment\n# escape=`\nFROM a\nRUN dir \\\nEXPOSE 80": "",
    "\n# escape=`\nFROM a\nRUN dir \\\nEXPOSE 80": "",
    "FROM a\n# escape=`\nRUN dir \\\nEXPOSE 80": "",
    "# escape=x\nFROM a\nRUN dir \\\nEXPOSE 80": "",
    "\ufeffFROM a\nEXPOSE 80": "80",
}


@pytest.mark.parametrize("text", DIRECTIVES)
def test_directives(text: str) -> None:
    assert " ".join(map(shown, read_dockerfile(text).exposed)) == DIRECTIVES[text]


STAGES = """
ARG TAG=3.12
ARG PORT=8000
FROM --platform=linux/amd64 python:${TAG} AS base
ARG PORT
ARG EXTRA=1 MORE
EXPOSE $PORT
ENV INHERITED=81

FROM alpine AS other
EXPOSE 9

FROM Base as final
EXPOSE $INHERITED $EXTRA $TAG
"""


def test_stages() -> None:
    found = read_dockerfile(STAGES)
    assert [(each.name, each.image, each.base, each.line) for each in found.stages] == [
        ("base", "python:3.12", None, 3),
        ("other", "alpine", None, 9),
        ("final", "Base", 0, 12),
    ]
    assert [(each.name, each.default, each.line) for each in found.arguments] == [
        ("TAG", "3.12", 1),
        ("PORT", "8000", 2),
    ]
    assert [(each.name, each.default, each.line) for each in found.stages[0].arguments] == [
        ("PORT", None, 4),
        ("EXTRA", "1", 5),
        ("MORE", None, 5),
    ]
    assert found.declared == {"TAG", "PORT", "EXTRA", "MORE"}
    # `TAG` is known to the FROM lines only.
    assert " ".join(map(shown, found.exposed)) == "8000 81 1 ?$TAG"


# Instructions after a FROM, and the build secrets that they mount.
SECRETS = {
    "RUN --mount=type=secret,id=TOKEN pip install x": "TOKEN",
    "RUN --mount=id=TOKEN,type=secret,env=TOKEN,required=true pip": "TOKEN",
    "RUN --mount=type=secret,target=/run/secrets/netrc,mode=0400 pip": "netrc",
    "RUN --mount=type=secret,dst=netrc pip": "netrc",
    "RUN --mount=type=cache --mount=type=secret,id=A \\\n --mount=type=secret,id=B b": "A B",
    "RUN --mount=type=secret,id=A a\nRUN --network=none --mount=type=secret,id=A b": "A",
    "ARG NAME=A\nRUN --mount=type=secret,id=$NAME a": "A",
    "RUN --mount=type=secret,id=$NAME a": "",
    "RUN --mount=type=secret a": "",
    "RUN --mount=type=cache,id=A a": "",
    "RUN --mount=type=ssh a": "",
    "RUN --mount a": "",
    "RUN echo --mount=type=secret,id=A": "",
    "# RUN --mount=type=secret,id=A a": "",
    "RUN --mount=type=secret,id=A <<EOF\nRUN --mount=type=secret,id=B b\nEOF": "A",
}


@pytest.mark.parametrize(("instructions", "secrets"), SECRETS.items())
def test_build_secrets(instructions: str, secrets: str) -> None:
    assert " ".join(read_dockerfile(f"FROM python\n{instructions}\n").secrets) == secrets


def test_build_arguments() -> None:
    found = read_dockerfile(STAGES, {"PORT": "9000", "TAG": "3.11", "EXTRA": "5", "NO": "1"})
    assert found.stages[0].image == "python:3.11"
    assert " ".join(map(shown, found.exposed)) == "9000 81 5 ?$TAG"


EMPTY = {
    "": (True, 0),
    " \n\t\n": (True, 0),
    "# comment\n": (False, 0),
    "\\\n": (False, 0),
    "FROM a": (False, 1),
}


@pytest.mark.parametrize("text", EMPTY)
def test_empty_files(text: str) -> None:
    found = read_dockerfile(text)
    assert (found.is_blank, len(found.steps)) == EMPTY[text]


@pytest.mark.peers
@pytest.mark.parametrize("text", EMPTY)
def test_fal_refuses_blank_files_only(text: str) -> None:
    from fal import ContainerImage

    try:
        ContainerImage(dockerfile_str=text)
        refused = False
    except ValueError:
        refused = True
    assert refused == EMPTY[text][0]


def test_values_do_not_explode() -> None:
    doubled = "\n".join(["FROM a", "ENV A=xx"] + ["ENV A=$A$A"] * 200 + ["EXPOSE $A"])
    assert [port.first for port in read_dockerfile(doubled).exposed] == [None]
    nested = "FROM a\nEXPOSE " + "${A:-" * 10_000 + "80" + "}" * 10_000
    assert [port.first for port in read_dockerfile(nested).exposed] == [None]


def test_a_dockerfile_that_nobody_wrote_is_not_read(tmp_path: Path) -> None:
    lines = "FROM a\n" + "COPY x /\n" * 20_000
    found = project(tmp_path, {"Dockerfile": lines}).dockerfile("Dockerfile")
    assert isinstance(found, Unreadable)
    assert found.reason == "too-large"


def test_a_dockerfile_of_the_project(tmp_path: Path) -> None:
    opened = project(tmp_path, {"Dockerfile": "FROM a\nARG P=80\nEXPOSE $P\n"})
    for arguments, port in (({}, 80), ({"P": "81"}, 81), ({"P": "82"}, 82), ({}, 80)):
        found = opened.dockerfile("Dockerfile", arguments)
        assert isinstance(found, Dockerfile)
        assert [each.first for each in found.exposed] == [port]
    assert isinstance(opened.dockerfile("gone"), Unreadable)
    (tmp_path / "Dockerfile").write_bytes(b"\xff")
    opened.refresh()
    found = opened.dockerfile("Dockerfile")
    assert isinstance(found, Unreadable)
    assert found.reason == "undecodable"


PIECES = st.sampled_from(
    [
        "FROM a",
        " AS b",
        "FROM b",
        "ARG ",
        "ENV ",
        "EXPOSE ",
        "RUN ",
        "<<EOF",
        "<<-'A'",
        "EOF",
        "\n",
        "\\\n",
        "`",
        "$",
        "${",
        "}",
        ":-",
        "A",
        "=",
        "'",
        '"',
        " ",
        "\t",
        "# escape=`\n",
        "#",
        "80",
        "\\",
    ]
)


@examples(300)
@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_is_answered(text: str) -> None:
    found = read_dockerfile(text, {"A": "1"})
    assert found.is_blank == (not text.strip())
    assert len(found.exposed) >= 0


COPIES = {
    "COPY a b /c": ["a", "b"],
    "copy a /c": ["a"],
    "ADD a /c": ["a"],
    "COPY --chown=1:1 --link a /c": ["a"],
    "COPY --from=x a /c": [],
    "COPY --chown=1:1 --from=x a /c": [],
    'COPY ["a b", "/c"]': ["a b"],
    'COPY ["a", /c]': [],
    'COPY "a b" /c': ["a b"],
    "COPY $X /c": ["$X"],
    "COPY a \\\n  b \\\n  /c": ["a", "b"],
    "ADD https://example.com/a git@github.com:a/b.git a /c": ["a"],
    "COPY <<EOF /c\nCOPY a /c\nEOF": [],
    "RUN <<EOF\nCOPY a /c\nEOF": [],
    "COPY a": [],
    "COPY": [],
}


@pytest.mark.parametrize("text", COPIES)
def test_copies(text: str) -> None:
    found = read_dockerfile(f"FROM x\n{text}\n").copies
    assert [each.source for each in found] == COPIES[text]
    assert all(
        (each.line, each.unread) == (1, "address" if "//" in text else None) for each in found
    )


def test_copies_of_indented_lines() -> None:
    (found,) = read_dockerfile("FROM x\r\n\tCOPY a /c\r\n").copies
    assert (found.source, found.line, found.unread) == ("a", 1, "indented")
