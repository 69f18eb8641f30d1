"""Asserts of a case file are counted when they hold, and say found and wanted when they do not."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from conformance.checks import CaseLoader, CheckFailed, load_cases_from, observing


class Counter:
    def __init__(self) -> None:
        self.passed: list[tuple[str, str]] = []

    def check_passed(self, text: str, found: str) -> None:
        self.passed.append((text, found))


def load(folder: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    name = f"test_sample_{abs(hash((folder, source)))}"
    (folder / f"{name}.py").write_text(source, encoding="utf-8")
    load_cases_from(folder)
    monkeypatch.syspath_prepend(str(folder))
    return importlib.import_module(name)


def run(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    module = load(tmp_path, source, monkeypatch)
    counter = Counter()
    with observing(counter):
        module.case()
    return counter


@pytest.mark.parametrize(
    ("condition", "found", "wanted"),
    [
        ("1 + 1 == 3", "2", "3"),
        ("'a' != 'a'", "'a'", "other than 'a'"),
        ("5 <= 4", "5", "<= 4"),
        ("1 <= 7 <= 4", "1", "<= 7 <= 4"),
        ("None is not None", "nothing", "other than nothing"),
        ("7 in (1, 2)", "7", "one of (1, 2)"),
        ("7 not in (7, 2)", "7", "none of (7, 2)"),
        ("not [1]", "[1]", "False"),
        ("[]", "none", "True"),
        ("False and unknown", "False", "True"),
        ("b'\\x00\\x1b' == b''", "0x00 1B", "no octets"),
    ],
)
def test_a_failed_assert_says_found_and_wanted(
    condition: str, found: str, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CheckFailed) as failure:
        run(f"def case():\n    assert {condition}\n", tmp_path, monkeypatch)
    assert (failure.value.found, failure.value.wanted) == (found, wanted)
    assert f"[assert {failure.value.text}]" in str(failure.value)


def test_passed_asserts_are_counted_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        "def helper():\n    assert 3 > 2\n\ndef case():\n    for n in (1, 2):\n        assert n < 3\n    helper()\n"
    )
    counter = run(source, tmp_path, monkeypatch)
    assert counter.passed == [("n < 3", "1"), ("n < 3", "2"), ("3 > 2", "3")]


def test_operands_are_evaluated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        "calls = []\ndef f():\n    calls.append(1)\n    return 1\n\ndef case():\n    assert f() == 1\n    assert f()\n"
    )
    module = load(tmp_path, source, monkeypatch)
    module.case()
    assert module.calls == [1, 1]


def test_a_message_is_made_only_on_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "def case():\n    assert 1 == 1, 1 / 0\n    assert 1 == 2, 'the meter lied'\n"
    with pytest.raises(CheckFailed, match=r"the meter lied: found 1, wanted 2 \[assert 1 == 2\]"):
        run(source, tmp_path, monkeypatch)


def test_failures_point_at_the_line_of_the_assert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CheckFailed) as failure:
        run("def case():\n    x = 1\n\n    assert x == 2\n", tmp_path, monkeypatch)
    assert failure.traceback[-2].lineno == 3


def test_no_stale_cache_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that plain Python or pytest left must not bring back uncounted asserts."""
    file = tmp_path / "test_cached.py"
    file.write_text("def case():\n    assert 1 == 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    import py_compile

    py_compile.compile(str(file), doraise=True)
    load_cases_from(tmp_path)
    module = importlib.import_module("test_cached")
    counter = Counter()
    with observing(counter):
        module.case()
    assert counter.passed == [("1 == 1", "1")]
    del sys.modules["test_cached"]


def test_other_modules_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "helper_of_cases.py").write_text("def f():\n    assert 1 == 2\n", encoding="utf-8")
    load_cases_from(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(AssertionError) as failure:
        importlib.import_module("helper_of_cases").f()
    assert not isinstance(failure.value, CheckFailed)


def test_a_case_file_is_loaded_from_what_was_kept_only_as_long_as_its_source_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    file = tmp_path / "test_kept.py"
    file.write_text("VALUE = 1\n")
    loader = CaseLoader("test_kept", str(file))
    rewritten = list[bytes]()
    rewrite = loader.source_to_code

    def rewrite_and_tell(data: bytes, path: str) -> object:
        rewritten.append(data)
        return rewrite(data, path)

    monkeypatch.setattr(loader, "source_to_code", rewrite_and_tell)

    def value() -> object:
        names: dict[str, object] = {}
        exec(loader.get_code("test_kept"), names)  # noqa: S102 - the very code that is asked about
        return names["VALUE"]

    assert (value(), value(), len(rewritten)) == (1, 1, 1)
    file.write_text("VALUE = 2\n")  # within the same second, and as long
    assert (value(), len(rewritten)) == (2, 2)
    (kept,) = (tmp_path / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:-5])
    assert (value(), len(rewritten)) == (2, 3)
