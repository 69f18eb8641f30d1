"""Expected-result files: all that is wrong with one is told at once, before anything is sent."""

from pathlib import Path

import pytest

from conformance.bench.bench_file import read_bench_file
from conformance.bench.expected_file import check_expected
from conformance.errors import BenchError
from conformance.expected import Expected

GOOD = '[[expected]]\ncase = "DLMS-GET-003"\ninstance = "a"\nverdict = "FAIL"\nreason = "bug 4711"\n'


def written(folder: Path, expected: str, campaign: str = "") -> Path:
    (folder / "known.toml").write_text(expected, encoding="utf-8")
    path = folder / "bench.toml"
    dut = '[dut]\nrole = "electricity_meter"\nlink = "golden"'
    path.write_text(f'{dut}\n[campaign]\nexpected = "known.toml"\n{campaign}', encoding="utf-8")
    return path


def test_entries(tmp_path: Path) -> None:
    file = read_bench_file(written(tmp_path, GOOD)).campaign.expected
    assert file is not None
    assert file.file == "known.toml"
    assert file.entries == [Expected("DLMS-GET-003", "a", "FAIL", "bug 4711")]


def test_an_empty_file_expects_everything_to_pass(tmp_path: Path) -> None:
    file = read_bench_file(written(tmp_path, "# nothing\n")).campaign.expected
    assert file is not None
    assert file.entries == []


def test_all_faults_at_once(tmp_path: Path) -> None:
    rows = [
        ("DLMS-GET-003", "FAILED", 'reason = "x"'),
        ("DLMS-GET-003", "PASS", 'reason = "x"'),
        ("DLMS-GET-004", "ERROR", 'reason = ""'),
        ("DLMS-GET-005", "FAIL", ""),
    ]
    text = "".join(f'[[expected]]\ncase = "{case}"\nverdict = "{verdict}"\n{more}\n' for case, verdict, more in rows)
    with pytest.raises(BenchError) as caught:
        read_bench_file(written(tmp_path, text))
    said = str(caught.value)
    assert "has 6 faults" in said
    for part in (
        "campaign.expected.expected (entry 1).verdict (in known.toml): 'FAILED' is none of FAIL,",
        "did you mean FAIL?",
        "(entry 2).verdict (in known.toml): PASS is expected of every case that is not listed; remove this entry",
        "(entry 2) (in known.toml): 'DLMS-GET-003' is entry 1 too; remove one of them",
        "(entry 3).verdict (in known.toml): ERROR, a fault of harness or bench, is never expected; remove this entry",
        "(entry 3).reason (in known.toml): found ''",
        "(entry 4).reason (in known.toml): missing; add reason =",
    ):
        assert part in said


def test_another_instance_is_another_entry(tmp_path: Path) -> None:
    file = read_bench_file(written(tmp_path, GOOD + GOOD.replace('"a"', '"b"'))).campaign.expected
    assert file is not None
    assert len(file.entries) == 2


def test_stale_cases_are_told_all_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("003", "03") + GOOD.replace("DLMS-GET-003", "ZB-XYZ-999") + GOOD
    file = read_bench_file(written(tmp_path, text)).campaign.expected
    with pytest.raises(BenchError) as caught:
        check_expected(file, ["DLMS-GET-003", "DLMS-GET-001"])
    said = str(caught.value)
    assert "known.toml has 2 faults" in said
    assert "expected (entry 1).case: there is no case 'DLMS-GET-03'; correct it" in said
    assert "did you mean DLMS-GET-003" in said
    assert "(entry 2).case: there is no case 'ZB-XYZ-999'" in said


def test_a_certification_run_has_no_expected_failures(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"campaign.expected: a run in the enduring phase expects nothing but"):
        read_bench_file(written(tmp_path, GOOD, 'phase = "enduring"\n'))
