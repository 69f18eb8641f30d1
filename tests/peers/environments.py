"""Independent implementations, each in a virtual environment of its own.

They are run as separate processes and never imported: their licences are not
ours (dlms-cosem: Business Source License, test use only; gurux-dlms: GPL-2.0),
and what they say counts because they share no line with us.
"""

import contextlib
import fcntl
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

PACKAGES = {
    "dlms-cosem": ["dlms-cosem==25.1.0"],
    "gurux-dlms": ["gurux-dlms==1.0.203", "pyserial==3.5"],
}


def interpreter(peer: str) -> Path:
    """The Python of a peer's environment, made on first use below .tox/peers."""
    folder = Path(os.environ.get("GOLDENBENCH_PEERS", REPOSITORY / ".tox" / "peers")) / peer
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = folder / "ready"
    with _alone(folder):
        if not ready.exists():
            venv.create(folder, with_pip=True, clear=True)
            command = [str(python), "-m", "pip", "install", "--quiet", *PACKAGES[peer]]
            subprocess.run(command, check=True, timeout=600)
            ready.write_text("\n".join(PACKAGES[peer]), encoding="utf-8")
    return python


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time: workers of pytest-xdist want the same environment at once."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
