"""What the pages promise is what the program does."""

import re
import tomllib
from pathlib import Path

from conformance import exit_codes
from conformance.bench.bench_file import read_bench_file
from conformance.bench.golden_file import MeterFile, read_meter_file
from golden_units.electricity_meter import ElectricityMeter, MeterSettings

TOP = Path(__file__).parents[2]
GOLDEN = (TOP / "docs" / "golden_meter.md").read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    return re.findall(r"```toml\n(.*?)```", text, re.DOTALL)


def rows(text: str, heading: str) -> list[list[str]]:
    table = text.partition(heading)[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table]


def test_the_table_of_exit_codes_has_all() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    told = [int(code) for row in rows(readme, "| exit code |") for code in row[0].split(",")]
    names = (exit_codes.PASSED, exit_codes.FAILED, exit_codes.NOTHING_APPLIED, exit_codes.OPEN, exit_codes.FAULT)
    assert sorted(told) == sorted({*names, *exit_codes.PYTEST_OWN})


def test_the_clients_of_the_golden_meter_are_documented() -> None:
    told = [
        (int(sap), name, mechanism, secret, writes == "yes")
        for sap, name, mechanism, secret, writes in rows(GOLDEN, "| client SAP |")
    ]
    assert told == [
        (client.sap, client.name, client.mechanism.name.lower(), client.secret.decode(), client.may_write)
        for client in MeterSettings().clients
    ]


def test_the_objects_of_the_golden_meter_are_documented() -> None:
    """With all that the management client may write or execute, by the names of the classes."""
    told = [(code, int(class_id), words) for code, class_id, _, words in rows(GOLDEN, "| object |")]
    instances = ElectricityMeter().devices[MeterSettings().server_sap].instances
    assert [(code, class_id) for code, class_id, _ in told] == [
        (str(known.instance_id), known.interface.class_id) for known in instances
    ]
    for (code, _, words), known in zip(told, instances, strict=True):
        written = {number for number, point in known.attributes.items() if point.write is not None}
        names = [one.name for one in known.interface.attributes if one.number in written]
        names += [one.name for one in known.interface.methods if one.number in known.methods]
        is_calendar = known.interface.class_id == 20
        assert bool(words) == bool(names), code
        assert is_calendar or all(name in words for name in names), code


def test_the_files_for_the_golden_meter_are_valid_and_complete(tmp_path: Path) -> None:
    bench, config = blocks(GOLDEN)
    (tmp_path / "bench.toml").write_text(bench, encoding="utf-8")
    assert [one.client_sap for one in read_bench_file(tmp_path / "bench.toml").dut.associations] == [16, 48]
    (tmp_path / "meter.toml").write_text(config, encoding="utf-8")
    settings = read_meter_file(tmp_path / "meter.toml", 0)
    assert [client.sap for client in settings.clients] == [16, 48]
    assert settings.hdlc == MeterSettings().hdlc
    assert set(tomllib.loads(config)) == set(MeterFile.model_fields)
