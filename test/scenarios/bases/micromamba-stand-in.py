#!/usr/bin/env python3
"""Stands in for micromamba where conda-forge can't be reached; refuses all calls but those of the templates.

`install --yes --name base --file <environment.yml>` makes the environment base with Debian's Python (a file that asks for
another one is told so) and takes the packages from PyPI, in the versions of the file; `clean --all --yes` does nothing.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["MAMBA_ROOT_PREFIX"])


def main(words: list[str]) -> None:
    if words == ["clean", "--all", "--yes"]:
        return
    if words[:-1] != ["install", "--yes", "--name", "base", "--file"]:
        sys.exit(f"This stand-in for micromamba knows no call `micromamba {' '.join(words)}`.")
    channels, dependencies = read(Path(words[-1]).read_text())
    if channels != ["conda-forge"]:
        sys.exit(f"The official image has conda-forge only, not {channels}.")
    versions = dict(one.split("=", 1) for one in dependencies)
    print(f"Python {versions.pop('python')} is asked for; this stand-in has {sys.version.split()[0]}.", flush=True)
    # The programs that start with #!/usr/bin/env python need it by this name.
    subprocess.run([sys.executable, "-m", "venv", ROOT], check=True)
    wanted = [f"{name}=={version}" for name, version in versions.items()]
    subprocess.run([ROOT / "bin/pip", "install", "--no-cache-dir", *wanted], check=True)


def read(text: str) -> tuple[list[str], list[str]]:
    """The lists `channels` and `dependencies` of an environment.yml as the templates write it."""
    lists: dict[str, list[str]] = {}
    items: list[str] = []
    for line in text.splitlines():
        if key := re.fullmatch(r"(\w+):", line):
            items = lists.setdefault(key[1], [])
        elif item := re.fullmatch(r"  - (\S+)", line):
            items.append(item[1])
        elif not re.fullmatch(r"name: \S+", line):
            sys.exit(f"This stand-in for micromamba can't read the line {line!r}.")
    return lists["channels"], lists["dependencies"]


main(sys.argv[1:])
