"""A meter that is tested every night bears the traces of the nights before: its verdicts stay the same."""

from pathlib import Path

from tests.golden.test_real_links import BENCH
from tests.processes import golden_meter, goldenbench

CLOCK = ("DLMS-OBJ-008", "DLMS-OBJ-009", "DLMS-OBJ-021", "DLMS-ACTION-001")
PROFILES = tuple(f"DLMS-PROF-{number:03}" for number in range(1, 18))


def test_profile_cases_pass_as_before_after_the_clock_was_set(tmp_path: Path) -> None:
    bench, nights = tmp_path / "bench.toml", [tmp_path / "first", tmp_path / "second"]
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        bench.write_text(BENCH.format(url=url), encoding="utf-8")
        for night, cases in ((nights[0], PROFILES), (tmp_path / "clock", CLOCK), (nights[1], PROFILES)):
            chosen = [word for case in cases for word in ("--case", case)]
            done = goldenbench("run", str(bench), "--run-dir", str(night), *chosen)
            assert done.returncode == 0, done.stdout
    done = goldenbench("diff", *map(str, nights))
    assert done.returncode == 0, done.stdout
