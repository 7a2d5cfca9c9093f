"""Kinds of texts of the files around a pyproject.toml, by the name of the file."""

from __future__ import annotations

from .kinds import Kinds, each
from .python import PYTHON

DOCKERFILE: Kinds = {
    "instructions": lambda n: "FROM a\n" + each(n, "RUN echo {}\n"),
    "stages": lambda n: each(n, "FROM a AS s{}\n"),
    "stages of stages": lambda n: (
        "FROM a AS s000000\n" + "".join(f"FROM s{i:06} AS s{i + 1:06}\n" for i in range(n))
    ),
    "arguments": lambda n: each(n, "ARG A{}=1\n") + "FROM a\n",
    "arguments of arguments": lambda n: "ARG A=1\n" + "ARG A=$A$A\n" * n + "FROM $A\n",
    "arguments of others": lambda n: (
        "ARG A000000=xx\n"
        + "".join(f"ARG A{i + 1:06}=$A{i:06}$A{i:06}\n" for i in range(n))
        + f"FROM $A{n:06}\n"
    ),
    "arguments of a stage": lambda n: "FROM a\n" + each(n, "ARG A{}\n"),
    "variables": lambda n: "FROM a\n" + each(n, "ENV A{}=$A\n"),
    "variables on one line": lambda n: "FROM a\nENV " + each(n, "A{}=1 ") + "\n",
    "an unclosed variable": lambda n: "FROM " + "${a:-" * n + "\n",
    "dollars": lambda n: "FROM " + "$" * n + "\n",
    "copies": lambda n: "FROM a\n" + each(n, "COPY f{} /\n"),
    "copies of globs": lambda n: "FROM a\n" + each(n, "COPY *f{}* /\n"),
    "a copy of many files": lambda n: "FROM a\nCOPY " + each(n, "f{} ") + "/\n",
    "a copy of JSON": lambda n: "FROM a\nCOPY [" + each(n, '"f{}", ') + '"/"]\n',
    "copies of open JSON": lambda n: "FROM a\n" + 'COPY ["a", \n' * n,
    "copies from stages": lambda n: "FROM a AS b\n" + each(n, "COPY --from=b f{} /\n"),
    "a glob": lambda n: "FROM a\nCOPY " + "*a" * n + " /\n",
    "a glob of classes": lambda n: "FROM a\nCOPY " + "[a-z]" * n + " /\n",
    "a path": lambda n: "FROM a\nCOPY " + "a/" * n + " /\n",
    "a path of dots": lambda n: "FROM a\nCOPY " + "../" * n + " /\n",
    "ports": lambda n: "FROM a\n" + each(n, "EXPOSE {}\n"),
    "ports on one line": lambda n: "FROM a\nEXPOSE " + each(n, "{} ") + "\n",
    "continued lines": lambda n: "FROM a\nRUN a \\\n" + "b \\\n" * n + "c\n",
    "continued lines and comments": lambda n: "FROM a\nRUN a \\\n" + "# x\n" * n + "c\n",
    "here-documents": lambda n: "FROM a\n" + "RUN <<E\nx\nE\n" * n,
    "open here-documents": lambda n: "FROM a\n" + each(n, "RUN <<E{}\n"),
    "here-documents on one line": lambda n: "FROM a\nRUN " + each(n, "<<E{} ") + "\n",
    "quotes": lambda n: "FROM a\nCOPY " + '"' * n + " /\n",
    "backslashes": lambda n: "FROM a\nCOPY " + "\\a" * n + " /\n",
    "flags": lambda n: "FROM a\nCOPY " + each(n, "--f{}=x ") + "a /\n",
    "comments": lambda n: "# x\n" * n + "FROM a\n",
    "parser directives": lambda n: each(n, "# d{}=x\n") + "FROM a\n",
    "spaces": lambda n: "FROM a\nRUN" + " " * n + "x\n",
    "a long word": lambda n: "FROM " + "x" * n + "\n",
    "unknown instructions": lambda n: "FROM a\n" + "word\n" * n,
    "a shell": lambda n: 'FROM a\nSHELL ["sh"]\nCMD ' + "a && " * n + "b\n",
    "ranges of ports": lambda n: "FROM a\n" + "EXPOSE 1-65535\n" * n,
    "directories": lambda n: "FROM a\n" + "WORKDIR a\n" * n + "COPY x .\n",
    "directories of variables": lambda n: "FROM a\nENV A=a\n" + "WORKDIR $A/$A\n" * n,
    "variables of variables": lambda n: "FROM a\nENV A=xx\n" + "ENV A=$A$A\n" * n,
    "arguments before a stage": lambda n: each(n, "ARG A{0}=1\nFROM $A{0} AS s{0}\n"),
    "stages of one name": lambda n: "FROM a AS s\n" * n,
    "stages that are missing": lambda n: "FROM a\n" + each(n, "COPY --from=s{} a /\n"),
    "copies of everything": lambda n: "FROM a\n" + "COPY . .\n" * n,
    "copies of one file": lambda n: "FROM a\n" + "COPY app.py /\n" * n,
    "copies of variables": lambda n: "FROM a\nARG A=app\n" + "COPY $A.py ${A}x /\n" * n,
    "copies with flags": lambda n: "FROM a\n" + "COPY --chown=a:b --link x /\n" * n,
    "copies of here-documents": lambda n: "FROM a\n" + "COPY <<E /x\na\nE\n" * n,
    "mounts": lambda n: "FROM a\n" + each(n, "RUN --mount=type=bind,source=f{},target=/x a\n"),
    "URLs": lambda n: "FROM a\n" + each(n, "ADD https://x/{} /\n"),
    "instructions for later": lambda n: "FROM a\n" + "ONBUILD COPY x /\n" * n,
    "commands": lambda n: "FROM a\n" + 'CMD ["a", "--port", "80"]\n' * n,
    "a command of words": lambda n: "FROM a\nCMD uvicorn " + "--host 127.0.0.1 " * n + "\n",
    "a command of JSON": lambda n: "FROM a\nCMD [" + '"a", ' * n + '"b"]\n',
    "a command of quotes": lambda n: "FROM a\nCMD " + "'a' \"b\" " * n + "\n",
    "another escape": lambda n: "# escape=`\nFROM a\nRUN a `\n" + "b `\n" * n + "c\n",
    "line ends of Windows": lambda n: "FROM a\r\n" + "RUN a\r\n" * n,
    "labels": lambda n: "FROM a\nLABEL " + each(n, "a{}=b ") + "\n",
    "heredocs of copies": lambda n: "FROM a\n" + each(n, "COPY <<E{0} /x\na\nE{0}\n"),
    "args with defaults": lambda n: "FROM a\n" + each(n, "ARG A{0}=x\nENV B{0}=$A{0}\n"),
    "args used in copies": lambda n: "FROM a\n" + each(n, "ARG A{0}=x{0}\nCOPY $A{0} /\n"),
    "stages that copy": lambda n: "".join(
        f"FROM a AS s{i:06}\nCOPY --from=s{max(i - 1, 0):06} /a /b\n" for i in range(n)
    ),
    "onbuilds": lambda n: "FROM a AS s\n" + "ONBUILD RUN x\n" * n + "FROM s\n" * 3,
    "exposes of variables": lambda n: "FROM a\nARG A\n" + "EXPOSE $A ${A:-80}\n" * n,
    "nested variables": lambda n: "FROM a\nARG A\nENV B=" + "${A:-" * n + "x" + "}" * n + "\n",
    "excluded copies": lambda n: "FROM a\n" + each(n, "COPY --exclude=x{} . /\n"),
    "commands in shells": lambda n: "FROM a\nCMD sh -c '" + "uvicorn x && " * n + "y'\n",
    "workdirs and copies": lambda n: "FROM a\n" + each(n, "WORKDIR /a{}\nCOPY x .\n"),
    "copies of parents": lambda n: "FROM a\n" + each(n, "COPY ./a/../b{} /\n"),
    "copies of app": lambda n: "FROM a\n" + each(n, "COPY app.py Dockerfile /x{}/\n"),
    "names of images": lambda n: each(n, "FROM registry/x/{0}:tag@sha256:a AS s{0}\n"),
    "long copies": lambda n: "FROM a\n" + ("COPY " + "x " * 200 + "/\n") * n,
    "here-documents of two": lambda n: "FROM a\n" + "RUN <<A <<B\nx\nB\ny\nA\nz\nB\n" * n,
    "healthchecks": lambda n: "FROM a\n" + "HEALTHCHECK --interval=5s CMD x\n" * n,
}

DOCKERIGNORE: Kinds = {
    "patterns": lambda n: each(n, "p{}\n"),
    "negations": lambda n: "*\n" + each(n, "!p{}\n"),
    "stars": lambda n: "*a" * n + "\n",
    "double stars": lambda n: "**/" * n + "a\n",
    "patterns of double stars": lambda n: "**/a/**/b\n" * n,
    "classes": lambda n: "[a-z]" * n + "\n",
    "open classes": lambda n: "[" * n + "\n",
    "question marks": lambda n: "?" * n + "\n",
    "backslashes": lambda n: "\\" * n + "\n",
    "a path": lambda n: "a/" * n + "\n",
    "a path of dots": lambda n: "../" * n + "\n",
    "comments": lambda n: "# x\n" * n,
    "stars and names": lambda n: each(n, "*p{}*\n"),
    "negations in turn": lambda n: each(n, "p{0}\n!p{0}\n"),
    "classes of letters": lambda n: each(n, "[a-z]{}\n"),
    "one pattern": lambda n: "p\n" * n,
    "directories": lambda n: each(n, "**/d{}/\n"),
    "spaces": lambda n: " " * n + "p\n",
    "wrong patterns": lambda n: each(n, "[{}\n"),
    "stars between": lambda n: each(n, "a*b*c*d*{}\n"),
    "long paths": lambda n: each(n, "a/b/c/d/e/f/g/h/{}\n"),
    "double stars and names": lambda n: each(n, "**/a{}/**/b*\n"),
}

REQUIREMENTS: Kinds = {
    "requirements": lambda n: each(n, "p{}==1\n"),
    "fal": lambda n: "fal==1\n" * n,
    "nearly fal": lambda n: "fal-x==1\n" * n,
    "others": lambda n: each(n, "-r r{}.txt\n"),
    "itself": lambda n: "-r requirements.txt\n" * n,
    "continued lines": lambda n: "fal \\\n" * n + "==1\n",
    "specifiers": lambda n: "fal" + ">=1," * n + "<2\n",
    "spaces": lambda n: "fal" + " " * n + "==1\n",
    "markers": lambda n: "fal==1; " + "os_name == 'a' and " * n + "os_name == 'b'\n",
    "brackets": lambda n: "fal==1; " + "(" * n + "\n",
    "extras": lambda n: "fal[" + "a," * n + "]==1\n",
    "comments": lambda n: "# fal\n" * n,
    "hashes": lambda n: "fal==1" + each(n, " --hash=sha256:{}") + "\n",
    "directories": lambda n: each(n, "-e ./p{}\n"),
    "constraints": lambda n: each(n, "-c c{}.txt\n"),
    "versions of fal": lambda n: each(n, "fal=={}\n"),
    "URLs": lambda n: each(n, "fal @ https://x/{}\n"),
    "variables": lambda n: "fal==${A}\n" * n,
    "patterns of files": lambda n: "-r " + "*" * n + ".txt\n",
    "a long line": lambda n: "x" * n + "\n",
    "hashes on lines": lambda n: each(n, "p{}==1 \\\n    --hash=sha256:a\n"),
    "markers in turn": lambda n: each(
        n, "p{}==1; python_version < '3.1' and (os_name == 'a' or os_name == 'b')\n"
    ),
    "fal with extras": lambda n: each(n, "fal[a{}]>=1,<2\n"),
}

LOCK: Kinds = {
    "packages": lambda n: (
        "version = 1\n"
        + each(n, '[[package]]\nname = "p{}"\nversion = "1"\nsource = {{ registry = "x" }}\n')
    ),
    "fal": lambda n: "version = 1\n" + '[[package]]\nname = "fal"\nversion = "1"\n' * n,
    "packages without a version": lambda n: '[[package]]\nname = "fal"\n' * n,
    "names": lambda n: "[[package]]\n" + 'name = "fal"\n' * n,
    "headers": lambda n: "[[package]]\n" * n,
    "blank lines": lambda n: "[[package]]\n" + "\n" * n + 'name = "fal"\n',
    "spaces": lambda n: "[[package]]" + " " * n + 'name = "fal"\n',
    "a long line": lambda n: "x" * n + "\n",
    "dependencies": lambda n: (
        '[[package]]\nname = "fal"\ndependencies = [\n'
        + each(n, '    {{ name = "p{}" }},\n')
        + ']\nversion = "1"\n'
    ),
    "a string of many lines": lambda n: '[[package]]\nname = """\n' + "x\n" * n + '"""\n',
    "wheels": lambda n: (
        '[[package]]\nname = "fal"\nversion = "1"\nwheels = ['
        + each(n, '{{ url = "x{}" }}, ')
        + "]\n"
    ),
    "headers of parts": lambda n: "[[package]]\n" + "[package.a.b.c]\n" * n,
    "quotes": lambda n: '[[package]]\nname = "' + '"' * n + "\n",
    "fal with sources": lambda n: each(
        n, '[[package]]\nname = "fal"\nversion = "1.{}"\nsource = {{ git = "x" }}\n'
    ),
    "dependencies on fal": lambda n: each(
        n, '[[package]]\nname = "p{}"\nversion = "1"\ndependencies = [{{ name = "fal" }}]\n'
    ),
}

FILES: dict[str, Kinds] = {
    "app.py": PYTHON,
    "Dockerfile": DOCKERFILE,
    ".dockerignore": DOCKERIGNORE,
    "requirements.txt": REQUIREMENTS,
    "uv.lock": LOCK,
    "poetry.lock": LOCK,
    "pdm.lock": LOCK,
    "pylock.toml": LOCK,
}
