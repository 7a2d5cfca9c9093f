"""Builds the site of the documentation: `make docs`, or `python -m docs_site` in scripts/.

It writes build/pages (Markdown), and from that build/site. Knows the order of the steps. A link
that leads nowhere ends it with 1.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from . import links, llms, pages

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build"
_PLAYGROUND = '  { "Playground" = "playground/index.html" },\n'
"""Its entry in the navigation, which is left out if it has not been built."""


def main() -> int:
    """Exit code 0 where the site was built and all its links lead somewhere."""
    parser = argparse.ArgumentParser(description="Build the site of the documentation.")
    parser.add_argument("--build", type=Path, default=BUILD, help="instead of build/")
    build: Path = parser.parse_args().build
    site = build / "site"
    pages.write(build / "pages")
    shutil.copytree(HERE / "theme", build / "theme", dirs_exist_ok=True)
    playground = build / "playground"
    configuration = (HERE / "zensical.toml").read_text(encoding="utf-8")
    if not playground.is_dir():
        configuration = configuration.replace(_PLAYGROUND, "")
    (build / "zensical.toml").write_text(configuration, encoding="utf-8")
    shutil.rmtree(site, ignore_errors=True)
    zensical = Path(sysconfig.get_path("scripts")) / "zensical"
    command = [str(zensical), "build", "--clean", "--strict"]
    if subprocess.run(command, cwd=build, check=False).returncode:
        return 1
    llms.write(build / "pages", site)
    if playground.is_dir():
        shutil.copytree(playground, site / "playground")
    broken = links.broken(site)
    for link in broken:
        print(link, file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
