"""What Docker refuses in a Dockerfile, and what it builds.

Every text was given to `Dockerfile2LLB` of BuildKit (commit 73ed6825, August 2026), with an image
that sets nothing but `PATH` after each `FROM`. It refuses a few of READ, of which another image or
a newer frontend may make something else.
"""

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
    f"{FROM}ENV A=1 B\n": (1, "`B` without a `=` in `ENV`"),
    f"{FROM}LABEL a\n": (1, "malformed `LABEL`"),
    f"{FROM}WORKDIR\n": (1, "`WORKDIR` without a value"),
    f"{FROM}EXPOSE 80,443\n": (1, "`80,443`"),
    f"{FROM}EXPOSE 8000 # http\n": (1, "exposes `#`"),
    f"{FROM}EXPOSE 99999\n": (1, "`99999`"),
    f"{FROM}EXPOSE 9-8\n": (1, "`9-8`"),
    f"{FROM}SHELL /bin/bash -c\n": (1, "malformed `SHELL`"),
    f"{FROM}HEALTHCHECK curl localhost\n": (1, "malformed `HEALTHCHECK`"),
    f"{FROM}RUN --mount=type=cash,target=/x true\n": (1, "mount type `cash`"),
    "FROM $TAG\nARG TAG=3\n": (0, "no value for `FROM $TAG`"),
    "FROM python:${TAG}\nARG TAG=3\n": (0, "no value for `TAG` in `FROM python:${TAG}`"),
    "FROM python AS a\nARG TAG=1\nFROM org/b:$TAG\n": (2, "no value for `TAG`"),
    "ARG BASE\nFROM ${BASE}-slim\n": (1, "no value for `BASE`"),
    "ARG REG=$OTHER\nFROM $REG/python\n": (1, "no value for `REG`"),
    "FROM python:$TAG AS unused\nFROM python\n": (0, "no value for `TAG`"),
    "FROM ${BASE\n": (0, "`${` without its `}` in `FROM`"),
    "FROM --platform=linux,amd64 python\n": (0, "`--platform=linux,amd64`"),
    "FROM --platform=$PLATFORM python\n": (0, "`--platform=$PLATFORM`"),
    "ARG A='x\nFROM python\n": (0, "quote `'` without its end in `ARG`"),
    f"{FROM}HEALTHCHECK --interval=5 CMD true\n": (1, "option `--interval=5` of `HEALTHCHECK`"),
    f"{FROM}HEALTHCHECK --interval=5sec CMD true\n": (1, "`--interval=5sec`"),
    f"{FROM}HEALTHCHECK --timeout=1d CMD true\n": (1, "`--timeout=1d`"),
    f"{FROM}HEALTHCHECK --timeout=$T CMD true\n": (1, "`--timeout=$T`"),
    f"{FROM}HEALTHCHECK --start-period=-5s CMD true\n": (1, "`--start-period=-5s`"),
    f"{FROM}HEALTHCHECK --interval=999us CMD true\n": (1, "`--interval=999us`"),
    # Go has these units, but BuildKit reads an option byte by byte.
    f"{FROM}HEALTHCHECK --interval=5000\u00b5s CMD true\n": (1, "`--interval=5000\u00b5s`"),
    f"{FROM}HEALTHCHECK --interval=5000\u03bcs CMD true\n": (1, "`--interval=5000\u03bcs`"),
    f"{FROM}HEALTHCHECK --interval=9999999999h CMD true\n": (1, "`--interval=9999999999h`"),
    f"{FROM}HEALTHCHECK --interval CMD true\n": (1, "`--interval` of `HEALTHCHECK` without"),
    f"{FROM}HEALTHCHECK --retries=3.0 CMD true\n": (1, "`--retries=3.0`"),
    f"{FROM}HEALTHCHECK --retries=-1 CMD true\n": (1, "`--retries=-1`"),
    f"{FROM}HEALTHCHECK CMD\n": (1, "`HEALTHCHECK CMD` without a command"),
    f"{FROM}HEALTHCHECK CMD []\n": (1, "`HEALTHCHECK CMD` without a command"),
    f'{FROM}HEALTHCHECK CMD ["true", 1]\n': (1, "not a string"),
    f"{FROM}VOLUME []\n": (1, "`VOLUME` without a path"),
    f'{FROM}VOLUME ["/a", " "]\n': (1, "`VOLUME` without a path"),
    f"{FROM}SHELL []\n": (1, "malformed `SHELL`"),
    f"{FROM}ONBUILD FROM python\n": (1, "`ONBUILD FROM`"),
    f"{FROM}ONBUILD ONBUILD RUN true\n": (1, "`ONBUILD ONBUILD`"),
    f"{FROM}onbuild maintainer me\n": (1, "`ONBUILD MAINTAINER`"),
    f"{FROM}ONBUILD ENV A\n": (1, "malformed `ENV`"),
    f"{FROM}ARG =1\n": (1, "malformed `ARG`"),
    f"{FROM}USER\n": (1, "`USER` without a value"),
    f"{FROM}LABEL about=it's\n": (1, "quote `'` without its end in `LABEL`"),
    f'{FROM}ENV A="x\n': (1, 'quote `"` without its end in `ENV`'),
    f'{FROM}ENV "A B"\n': (1, 'quote `"` without its end in `ENV`'),
    f"{FROM}ENV A=${{B\n": (1, "`${` without its `}` in `ENV`"),
    f"{FROM}ENV A=${{B:-${{C}}\n": (1, "`${` without its `}` in `ENV`"),
    f"{FROM}WORKDIR /it's\n": (1, "in `WORKDIR`"),
    f"{FROM}USER me # don't\n": (1, "in `USER`"),
    f'{FROM}COPY "a b" /x\n': (1, "in `COPY`"),
    f'{FROM}COPY ["it\'s", "/x"]\n': (1, "in `COPY`"),
    f"{FROM}ARG A='x\n": (1, "in `ARG`"),
    f"{FROM}EXPOSE 80/http\n": (1, "`80/http`"),
    f"{FROM}EXPOSE http:80\n": (1, "`http:80`"),
    f"{FROM}EXPOSE 8000:\n": (1, "`8000:`"),
    f"{FROM}ENV P=http\nEXPOSE $P\n": (2, "`$P`"),
    f"{FROM}ENV P=80\nARG P=http\nEXPOSE $P\n": (3, "`$P`"),
    "FROM python AS a\nONBUILD EXPOSE http\nFROM a\n": (1, "`http`"),
    f"{FROM}STOPSIGNAL SIGFOO\n": (1, "signal `SIGFOO`"),
    f"{FROM}STOPSIGNAL 0\n": (1, "signal `0`"),
    f"{FROM}STOPSIGNAL SIGTERM # soft\n": (1, "signal `SIGTERM # soft`"),
    f"{FROM}COPY --chmod=abc a b\n": (1, "`--chmod=abc`"),
    f"{FROM}COPY --chmod=999 a b\n": (1, "`--chmod=999`"),
    f"{FROM}ADD --chmod=0o755 a b\n": (1, "`--chmod=0o755`"),
    f"{FROM}ARG M=rwx\nCOPY --chmod=$M a b\n": (2, "`--chmod=$M`"),
    f"{FROM}COPY --chmod a b\n": (1, "`--chmod` of `COPY` without"),
    f"{FROM}COPY --link=yes a b\n": (1, "`--link=yes`"),
    f"{FROM}COPY --chown=1 --chown=2 a b\n": (1, "`--chown` of `COPY` twice"),
    f"{FROM}COPY https://acme.test/model.bin /x\n": (1, "address `https://acme.test/model.bin`"),
    f"{FROM}COPY git@github.com:a/b.git /x\n": (1, "address `git@github.com:a/b.git`"),
    f"{FROM}COPY a <<EOF\nEOF\n": (1, "here-document as the destination"),
    f"{FROM}COPY --from=0 a b\n": (1, "copies from the stage `0` before its end"),
    "FROM python AS a\nCOPY --from=a /a /b\n": (1, "copies from the stage `a`"),
    "FROM x AS a\nCOPY --from=b /a /b\nFROM y AS b\nFROM a\n": (1, "the stage `b` before its end"),
    "FROM x AS a\nRUN --mount=from=b,target=/x true\nFROM y AS b\nFROM a\n": (
        *(1, "mounts the stage `b` before its end"),
    ),
    f"{FROM}RUN --mount type=cache,target=/x true\n": (1, "`--mount` of `RUN` without"),
    f"{FROM}RUN --mount=type=cache, target=/x true\n": (1, "an empty field in `RUN --mount`"),
    f"{FROM}RUN --mount=type=cache,taget=/x true\n": (1, "`taget=/x`"),
    f"{FROM}RUN --mount=type=cache,target true\n": (1, "`target`"),
    f"{FROM}RUN --mount=type=cache,target=/x,sharing=lock true\n": (1, "sharing mode `lock`"),
    f"{FROM}RUN --mount=type=cache,target=/x,mode=0999 true\n": (1, "`mode=0999`"),
    f"{FROM}RUN --mount=type=cache,target=/x,uid=me true\n": (1, "`uid=me`"),
    f"{FROM}RUN --mount=target=/x,ro=yes true\n": (1, "`ro=yes`"),
    f"{FROM}RUN --mount=type=secret true\n": (1, "secret mount without an `id`"),
    f"{FROM}RUN --mount=type=secret,id=a,source=b true\n": (1, "both `id` and `source`"),
    f"{FROM}RUN --mount=from=$B,target=/x true\n": (1, "variable in `from`"),
    f"{FROM}RUN --network=bridge true\n": (1, "`--network=bridge`"),
    f"{FROM}RUN --security=none true\n": (1, "`--security=none`"),
    f"{FROM}COPY <<EOF /x\nhello\n": (1, "without its end `EOF`"),
    f"{FROM}RUN <<EOF\ntrue\n EOF\n": (1, "without its end `EOF`"),
}

READ = (
    "",
    "# comments alone\n",
    f"{FROM}RUN a && \\\n  # why\n\n  b\n",
    "ARG V=3\nFROM python:${V} AS Base-1.x\nFROM base-1.x\nCOPY --from=BASE-1.X /a /b\n",
    "ARG TARGETARCH\nFROM $TARGETARCH\n",
    "FROM ${BASE:-python}\n",
    "FROM python${SUFFIX}\nFROM $TARGETSTAGE\n",
    "ARG REG\nFROM ${REG}python:3\n",
    "ARG REG=\nFROM ${REG:+$REG/}python:3\n",
    "ARG SUFFIX=$TARGETARCH\nFROM python:$SUFFIX\n",
    "ARG V=3\nARG V\nFROM python:$V\n",
    "FROM --platform=$BUILDPLATFORM a\nFROM --platform= b\nFROM --platform=linux/arm/v7 c\n",
    "FROM --platform=windows(10.0)/amd64 a\nFROM --platform=amd64 b\nFROM --platform=linux c\n",
    "FROM x AS unused\nEXPOSE http\nSTOPSIGNAL no\nENV A='x\nFROM y\n",
    "FROM x AS unused\nRUN --mount=type=cash true\nCOPY --chmod=abc a b\nFROM y\n",
    "FROM x AS a\nCOPY --from=b /a /b\nFROM y AS b\n",
    f"{FROM}COPY --from=org/tool /a /b\nCOPY --from=1 /a /b\n",
    f"{FROM}RUN --mount=type=cache,target=/x true\nCOPY --from=1 /a /b\n",
    "ARG BASE\nFROM ${BASE:-python}\n",
    'FROM "python:3.12"\n',
    "from --platform=linux/amd64 python as x\nrun true\n",
    f"{FROM}ENV A 1\nENV B=2 C='3 4' D=\nLABEL a b c\nLABEL 'x'=y\n",
    f'{FROM}ENV A="it\'s" B=\'say "x"\' C=a\\"b D="a\\"b" E=$ F=a\\\nLABEL a=b\n',
    f'{FROM}ENV A=${{B:-${{C:-x}}}} D="${{B:-"x"}}" E=${{B#x}} F=${{B%%/*}} G=${{B//a/b}} H=$(x)\n',
    f"{FROM}RUN echo it's ${{A\nCMD it's\nMAINTAINER it's\nHEALTHCHECK CMD it's\n",
    f"{FROM}COPY --exclude=it\\'s a b\nCOPY <<EOF /x\nit's\nEOF\n",
    f'{FROM}EXPOSE 80/ 80/TCP 80/sctp +80 0 "81" $X:http\nENV P=8000\nEXPOSE $P\n',
    f'{FROM}STOPSIGNAL 9\nSTOPSIGNAL term\nSTOPSIGNAL sigrtmin+3\nSTOPSIGNAL "SIGINT"\n',
    f"{FROM}COPY --chmod=+x a b\nCOPY --chmod=u=rwX,go=rX a b\nADD --chmod=07777 a b\n",
    f"{FROM}COPY --chmod=$M a b\nCOPY --chmod= a b\nCOPY --link=False a b\nCOPY --from= a b\n",
    f"{FROM}ADD https://acme.test/a /x\nCOPY github.com/a/b a:b ftp://x HTTP://x /x/\n",
    f"{FROM}RUN --mount=type=cache,target=/x,sharing=LOCKED,uid=1,mode=0755,ro true\n",
    f"{FROM}RUN --mount=type=secret,id=a,env=A,required --mount=type=ssh,required=true true\n",
    f'{FROM}RUN --mount="type=cache,target=/x" --mount=type=bind,target=.,rw=1 true\n',
    f"{FROM}RUN --network=none --mount=type=tmpfs,size=1g,target=/x true\nRUN -- true\n",
    f"{FROM}VOLUME ['/a']\nVOLUME /a b\nSHELL [\"\"]\nARG A B=1\n",
    f"{FROM}RUN cat << EOF > /x\nit's\nEOF\nCOPY <<\t'A' /x\nhello\nA\nRUN echo $((1 << 2))\n",
    f"{FROM}RUN echo '<< EOF'\nRUN cat <<< x\nHEALTHCHECK NONE []\n",
    f"{FROM}RUN cat <<EOF it's\nRUN true\nONBUILD ENV --x A 1\n",
    f"{FROM}ONBUILD EXPOSE http\nONBUILD NONSENSE\nONBUILD COPY a\nONBUILD ENV A 1\n",
    f"{FROM}HEALTHCHECK --interval=5 none\nHEALTHCHECK --interval=1.5m --timeout= CMD true\n",
    f"{FROM}HEALTHCHECK --interval=0 --timeout=+.5s --start-period=1h5m --retries=+3 CMD true\n",
    f"{FROM}HEALTHCHECK --interval='5s' --timeout=1000us --start-period=5.s -- CMD true\n",
    f"{FROM}EXPOSE 80 443/udp 7000-7010 $PORT ${{PORT}}/tcp 0.0.0.0:80:80 8000:80\n",
    f'{FROM}COPY ["a b", "c"]\nCOPY --chmod=755 --link a b c/\nCOPY [a] /b\nADD \\c\\" /x\n',
    f"{FROM}COPY --newer-option=1 a b\nRUN --newer true\n",
    f"{FROM}CMD [ -f x ] && run\nRUN [ 1 = 1 ]\nENTRYPOINT []\nCMD\nRUN\n",
    f"{FROM}HEALTHCHECK NONE\nHEALTHCHECK --interval=5s CMD curl localhost\n",
    f"{FROM}RUN <<A cat <<-B\na\nA\n\tb\n\tB\nRUN cat <<EOF > /x && true\nBANANA\nEOF\n",
    f"{FROM}RUN echo $((1<<2)); cat <<< x\nENV X=<<EOF\n# RUN <<EOF\n",
    f"{FROM}ONBUILD COPY a b\nMAINTAINER Jo\nSTOPSIGNAL SIGTERM\nUSER 1\nVOLUME /a /b\n",
    f"{FROM}COPY --from=org/tool:1 a b\nCOPY --from=b$ a b\n",
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
