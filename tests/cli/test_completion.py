"""Completion in the shells: case ids, bench files, defects, by the very scripts that the command hands out."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.processes import GOLDENBENCH
from tests.tools import tool


def run(environment: dict[str, str], cwd: Path, *arguments: str) -> str:
    done = subprocess.run(
        [*GOLDENBENCH, *arguments],
        env={**os.environ, **environment},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def completed(cwd: Path, *words: str) -> list[str]:
    """What bash would be offered for the last of these words."""
    asked = {
        "_GOLDENBENCH_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("goldenbench", *words)),
        "COMP_CWORD": str(len(words)),
    }
    return run(asked, cwd).split()


def test_case_ids_are_completed(tmp_path: Path) -> None:
    for words in (("explain", "DLMS-GET-00"), ("run", "--case", "DLMS-GET-00")):
        found = completed(tmp_path, *words)
        assert "DLMS-GET-003" in found
        assert all(name.startswith("DLMS-GET-00") for name in found)


@pytest.mark.parametrize("verb", ["run", "list", "doctor"])
def test_bench_files_are_completed(tmp_path: Path, verb: str) -> None:
    for name in ("meter.toml", "meter.txt", ".meter.toml", "other.toml"):
        (tmp_path / name).touch()
    (tmp_path / "meters").mkdir()
    (tmp_path / "meters" / "one.toml").touch()
    assert completed(tmp_path, verb, "met") == ["meter.toml", "meters/"]
    assert completed(tmp_path, verb, "meters/o") == ["meters/one.toml"]
    assert completed(tmp_path, verb, "gol") == ["golden"]
    assert completed(tmp_path, verb, "nowhere/o") == []


def test_defects_are_completed(tmp_path: Path) -> None:
    found = completed(tmp_path, "golden", "electricity-meter", "--defect", "hdlc-accepts-wrong")
    assert found == ["hdlc-accepts-wrong-fcs"]
    assert completed(tmp_path, "run", "golden:hdlc-accepts-wrong") == ["golden:hdlc-accepts-wrong-fcs"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_see_titles_too(tmp_path: Path, shell: str) -> None:
    asked = {
        "_GOLDENBENCH_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "goldenbench explain DLMS-GET-003",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "DLMS-GET-003",
    }
    said = run(asked, tmp_path)
    assert "DLMS-GET-003" in said
    assert "GET of an object that the server does not hold." in said


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_is_given_a_script(tmp_path: Path, shell: str) -> None:
    said = run({"_GOLDENBENCH_COMPLETE": f"source_{shell}"}, tmp_path)
    assert f"complete_{shell}" in said
    assert "goldenbench" in said


def test_the_script_works_in_bash(tmp_path: Path) -> None:
    bash = tool("bash")
    (tmp_path / "goldenbench").write_text(f'#!{bash}\nexec {" ".join(GOLDENBENCH)} "$@"\n', encoding="utf-8")
    (tmp_path / "goldenbench").chmod(0o755)
    script = (
        "source <(_GOLDENBENCH_COMPLETE=source_bash goldenbench)\n"
        "COMP_WORDS=(goldenbench explain DLMS-GET-00); COMP_CWORD=2\n"
        '_goldenbench_completion goldenbench\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        [bash, "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert "DLMS-GET-003" in done.stdout.split()
