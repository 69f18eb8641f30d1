"""What earlier runs left changed: told as far as it can be known, whatever stands in a lock that anybody may write."""

import os
from pathlib import Path

import pytest

from conformance.left_behind import LeftBehind, left_behind
from tests.reports.sample_run import SampleRun


def told_of(run: str) -> LeftBehind:
    (found,) = left_behind([run])
    assert found.run == run
    return found


def test_nothing_is_told_of_a_run_that_is_gone_or_left_nothing(tmp_path: Path) -> None:
    sample = SampleRun(tmp_path / "run")
    sample.attempt("DLMS-GET-001").passes()
    (tmp_path / "file").touch()
    for run in (tmp_path / "gone", tmp_path / "file", tmp_path / "run"):
        found = told_of(str(run))
        assert (found.lines, found.may_be_forgotten) == ([], True)


def test_what_nobody_can_put_back_is_told_once(tmp_path: Path) -> None:
    sample = SampleRun(tmp_path / "run")
    sample.note("left changed", case="DLMS-SET-001", text="the DUT stays \u202echanged")
    sample.finished()
    found = told_of(str(sample.directory.path))
    assert found.may_be_forgotten
    assert "the DUT stays" in found.lines[0]
    assert "\u202e" not in found.lines[0]


def test_an_attempt_that_was_cut_off_is_told_until_it_is_put_back(tmp_path: Path) -> None:
    sample = SampleRun(tmp_path / "x; touch y")
    sample.attempt("DLMS-SET-001").exchange().note("interrupted", not_restored=["attribute 2"])
    found = told_of(str(sample.directory.path))
    assert not found.may_be_forgotten
    assert f"`goldenbench resume '{sample.directory.path}'`" in found.lines[0]


@pytest.mark.parametrize("run", ["x" * 300, "nul\0", "\udc00\udcff" * 200])
def test_a_name_that_is_none_does_no_harm(run: str) -> None:
    found = told_of(run)
    assert not found.may_be_forgotten
    assert "cannot be read" in found.lines[0]
    assert found.lines[0].isprintable()


def test_a_run_of_another_user_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = SampleRun(tmp_path / "run")
    real = os.getuid()
    monkeypatch.setattr("conformance.left_behind.os.getuid", lambda: real + 1)
    monkeypatch.setattr("conformance.left_behind.build", lambda _: pytest.fail("it was opened"))
    found = told_of(str(sample.directory.path))
    assert not found.may_be_forgotten
    assert "belongs to another user" in found.lines[0]


def test_a_run_that_no_report_can_be_made_of_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = SampleRun(tmp_path / "run")

    def broken(_: object) -> None:
        raise TypeError("it is an int")

    monkeypatch.setattr("conformance.left_behind.build", broken)
    found = told_of(str(sample.directory.path))
    assert not found.may_be_forgotten
    assert "cannot be read (it is an int)" in found.lines[0]
