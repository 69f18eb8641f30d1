"""docs/independent_clients.md, written from shadows.toml beside this module.

python -m tests.peers.shadow_page > docs/independent_clients.md
"""

import tomllib
from pathlib import Path
from typing import Any

from tests.peers.environments import PACKAGES

HEAD = """# Independent clients

Tester and golden meter share codecs, so that a mistake in one could hide in both. CI therefore has clients that nobody
here wrote talk to the golden meter, each in a process and an environment of its own, over TCP and over HDLC on a
pseudo-terminal: {packages}. What they read is held against what our own tester reads
from the same meter. `tox -e peers` runs it.

This page is written from `tests/peers/shadows.toml`. It is about **positive** cases, in which a client does what is
right and is served. Cases that are not named here need a client that breaks the rules, which a good one does not, or
are newer than this page.

## What they do, too

| what | cases | clients |
| --- | --- | --- |
"""

ALONE = """
## What our tester does alone

| what | cases | why |
| --- | --- | --- |
"""


def data() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_name("shadows.toml").read_text(encoding="utf-8"))


def page() -> str:
    known = data()
    packages = " and ".join(package.replace("==", " ") for packages in PACKAGES.values() for package in packages[:1])
    shadows = [_row(row, ", ".join(row["peers"])) for row in known["shadow"]]
    alone = [_row(row, " ".join(row["why"].split())) for row in known["alone"]]
    return HEAD.format(packages=packages) + "".join(shadows) + ALONE + "".join(alone)


def _row(row: dict[str, Any], last: str) -> str:
    return f"| {row['what']} | {', '.join(row['cases'])} | {last} |\n"


if __name__ == "__main__":
    print(page(), end="")
