"""What Docker refuses in a Dockerfile, by `frontend/dockerfile` of BuildKit; nothing else is."""

from __future__ import annotations

import pytest
from fal_lsp.project.docker.reader import read_dockerfile
from fal_lsp.rules.container.written_dockerfile import Refused, refused_first

FROM = "FROM python:3.12\n"

# The instructions, then the line from 0 of the first that is refused, and some of the words.
REFUSED = {
    "RUN true\n": (0, "no `FROM`"),
    "ARG A=1\n": (0, "no `FROM`"),
    f"COPY a b\n{FROM}": (0, "`COPY` before its first `FROM`"),
    "FORM python:3.12\n": (0, "`FORM`"),
    f"{FROM}RUN apt-get update\n  && apt-get install git\n": (2, "instruction `&&`"),
    f"{FROM}RUN pip install \\\n  numpy\n  scipy\n": (3, "instruction `scipy`"),
    f"{FROM}ENV: A=1\n": (1, "`ENV:`"),
    "FROM\n": (0, "`FROM` without a value"),
    "FROM python:3.12 builder\n": (0, "malformed `FROM`"),
    "FROM python:3.12 as\n": (0, "malformed `FROM`"),
    "FROM python:3.12 # the base\n": (0, "malformed `FROM`"),
    "FROM python: 3.12\n": (0, "malformed `FROM`"),
    "FROM python:3.12 AS 1st\n": (0, "stage name `1st`"),
    "FROM python:3.12 AS a/b\n": (0, "stage name `a/b`"),
    "ARG BASE\nFROM $BASE\n": (1, "no value for `FROM $BASE`"),
    "ARG BASE=\nFROM ${BASE}\n": (1, "no value for `FROM ${BASE}`"),
    f"{FROM}COPY app.py\n": (1, "`COPY` without a destination"),
    f'{FROM}ADD ["app.py"]\n': (1, "`ADD` without a destination"),
    f"{FROM}COPY --chwon=1 a b\n": (1, "option `--chwon` of `COPY`"),
    f"{FROM}COPY --from=$B a b\n": (1, "variable in `COPY --from`"),
    f"{FROM}COPY --from=7 a b\n": (1, "the stage 7"),
    f"{FROM}CMD --host 0.0.0.0\n": (1, "option `--host` of `CMD`"),
    f'{FROM}CMD ["serve", 8000]\n': (1, "not a string"),
    f"{FROM}ENV A\n": (1, "malformed `ENV`"),
    f"{FROM}ENV A=1 B\n": (1, "malformed `ENV`"),
    f"{FROM}LABEL a\n": (1, "malformed `LABEL`"),
    f"{FROM}WORKDIR\n": (1, "`WORKDIR` without a value"),
    f"{FROM}EXPOSE 80,443\n": (1, "`80,443`"),
    f"{FROM}EXPOSE 8000 # http\n": (1, "exposes `#`"),
    f"{FROM}EXPOSE 99999\n": (1, "`99999`"),
    f"{FROM}EXPOSE 9-8\n": (1, "`9-8`"),
    f"{FROM}SHELL /bin/bash -c\n": (1, "malformed `SHELL`"),
    f"{FROM}HEALTHCHECK curl localhost\n": (1, "malformed `HEALTHCHECK`"),
    f"{FROM}RUN --mount=type=cash,target=/x true\n": (1, "mount type `cash`"),
    f"{FROM}COPY <<EOF /x\nhello\n": (1, "without its end `EOF`"),
    f"{FROM}RUN <<EOF\ntrue\n EOF\n": (1, "without its end `EOF`"),
}

READ = (
    "",
    "# comments alone\n",
    f"{FROM}RUN a && \\\n  # why\n\n  b\n",
    "ARG V=3\nFROM python:${V} AS Base-1.x\nFROM base-1.x\nCOPY --from=BASE-1.X /a /b\n",
    "ARG TARGETARCH\nFROM $TARGETARCH\n",
    "ARG BASE\nFROM ${BASE}-slim\n",
    "ARG BASE\nFROM ${BASE:-python}\n",
    'FROM "python:3.12"\n',
    "from --platform=linux/amd64 python as x\nrun true\n",
    f"{FROM}ENV A 1\nENV B=2 C='3 4' D=\nLABEL a b c\nLABEL 'x'=y\n",
    f'{FROM}ENV "A B"\n',
    f"{FROM}EXPOSE 80 443/udp 7000-7010 $PORT ${{PORT}}/tcp 0.0.0.0:80:80 8000:80\n",
    f'{FROM}COPY ["a b", "c"]\nCOPY --chmod=755 --link a b c/\nCOPY [a] /b\nADD \\c\\\\" /x\n',
    f"{FROM}COPY --newer-option=1 a b\nRUN --newer true\n",
    f"{FROM}CMD [ -f x ] && run\nRUN [ 1 = 1 ]\nENTRYPOINT []\nCMD\nRUN\n",
    f"{FROM}HEALTHCHECK NONE\nHEALTHCHECK --interval=5s CMD curl localhost\n",
    f"{FROM}RUN <<A cat <<-B\na\nA\n\tb\n\tB\nRUN cat <<EOF > /x && true\nBANANA\nEOF\n",
    f"{FROM}RUN echo $((1<<2)); cat <<< x\nENV X=<<EOF\n# RUN <<EOF\n",
    f"{FROM}ONBUILD COPY a b\nMAINTAINER Jo\nSTOPSIGNAL SIGTERM\nUSER 1\nVOLUME /a /b\n",
    f"{FROM}COPY --from=0 a b\nCOPY --from=org/tool:1 a b\nCOPY --from=b$ a b\n",
    "# escape=`\nFROM python\nRUN a `\n  b\n",
)


def first(text: str, arguments: dict[str, str] | None = None) -> Refused | None:
    return refused_first(read_dockerfile(text, arguments))


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_what_docker_refuses(text: str, expected: tuple[int, str]) -> None:
    found = first(text)
    assert found is not None
    assert found.refusal.line == expected[0]
    assert expected[1] in found.refusal.problem


@pytest.mark.parametrize("text", READ)
def test_what_docker_reads(text: str) -> None:
    assert first(text) is None


def test_build_arguments_give_a_value() -> None:
    text = "ARG BASE\nFROM $BASE\n"
    assert first(text, {"BASE": "python"}) is None
    assert first(text, {"BASE": ""}) is not None


def test_the_word_that_is_meant() -> None:
    found = first(f"{FROM}COPPY a b\n")
    assert found is not None
    assert found.meant == "COPY"


def test_a_new_option_does_not_hide_what_follows() -> None:
    found = first(f"{FROM}COPY --newer-option=1 a b\nWORKDIR\n")
    assert found is not None
    assert found.refusal.line == 2
