"""The settings file of a golden meter alone: what is wrong with it is told before the meter starts."""

from pathlib import Path

import pytest

from conformance.bench.golden_file import read_meter_file
from conformance.errors import BenchError
from golden_units.electricity_meter import ElectricityMeter
from golden_units.electricity_meter.settings import START_OF_2026_NS


def written(folder: Path, text: str) -> Path:
    path = folder / "meter.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_are_taken(tmp_path: Path) -> None:
    text = 'start_time = 2026-01-01T01:00:00+01:00\nserver_sap = 17\n[[clients]]\nname = "edge"\nsap = 127\n'
    settings = read_meter_file(written(tmp_path, text), 0)
    assert settings.start_time_ns == START_OF_2026_NS
    assert [client.sap for client in settings.clients] == [127]
    ElectricityMeter(settings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[clients]]\nname = "x"\nsap = 200\n',
            "clients (entry 1).sap: 200; wanted 1 to 127, all that associated_partners_id",
        ),
        ('[[clients]]\nname = "x"\nsap = 0\n', "clients (entry 1).sap: 0; wanted 1 to 127"),
        ("start_time = 9999-12-31T23:59:59", "start_time: 9999-12-31 23:59:59; wanted a moment between 1900 and 2100"),
        ("start_time = 1899-12-31T23:59:59Z", "wanted a moment between 1900 and 2100"),
    ],
)
def test_what_would_end_the_meter_later_is_refused_at_once(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BenchError, match="has 1 fault") as refused:
        read_meter_file(written(tmp_path, text), 0)
    assert said in str(refused.value)
