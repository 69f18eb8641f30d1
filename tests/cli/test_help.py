"""Help is plain, complete and quick: it imports nothing that it does not need."""

import re
import subprocess
import sys

import pytest

from tests.processes import goldenbench

VERBS = (
    *("init", "run", "list", "explain", "doctor", "resume", "rerun", "report", "replay", "diff", "baseline", "prove"),
    "golden",
)
HEAVY = ("pytest", "pydantic", "serial", "scapy", "jinja2", "cryptography", "allure", "conformance.dlms", "reports")


def test_help_names_every_verb() -> None:
    done = goldenbench("--help")
    assert done.returncode == 0
    assert tuple(re.findall(r"^  ([a-z]+)  +[A-Z]", done.stdout, flags=re.MULTILINE)) == VERBS
    assert "\x1b" not in done.stdout


def test_no_arguments_show_the_help() -> None:
    done = goldenbench()
    assert done.returncode == 2
    assert "Usage: goldenbench" in done.stdout + done.stderr


def test_the_version_is_told() -> None:
    done = goldenbench("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"goldenbench \d+\.\d+\.\d+\S*\n", done.stdout)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_of_its_own(verb: str) -> None:
    done = goldenbench(verb, "--help")
    assert done.returncode == 0
    assert f"Usage: goldenbench {verb}" in done.stdout
    assert "--help" in done.stdout


def test_help_imports_nothing_heavy() -> None:
    source = (
        "import sys\n"
        "from conformance.cli.main import app\n"
        "sys.argv = ['goldenbench', '--help']\n"
        "try:\n    app()\nexcept SystemExit as end:\n    assert not end.code\n"
        f"print('HEAVY', *[name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY"
