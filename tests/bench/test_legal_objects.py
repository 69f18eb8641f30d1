"""Meters that are legal in their own way are not failed by what cases ask of their objects."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession, CaseJson
from conformance.catalogue import published
from conformance.clock import NANOSECONDS
from conformance.declaration import Declaration
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    FLOAT32,
    INTEGER,
    LONG_UNSIGNED,
    Data,
    array,
    structure,
)
from conformance.evidence.run_directory import RunDirectory
from golden_units.cosem.object_model import Instance, replaced
from golden_units.defects.models import Model, point_of, rewritten, without
from golden_units.electricity_meter import ElectricityMeter
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState

ENERGY_GROWS, LIST_IS_COMPLETE = "DLMS-OBJ-020", "DLMS-OBJ-018"
ENERGY, POWER, CLOCK = "1-0:1.8.0.255", "1-0:1.7.0.255", "0-0:1.0.0.255"
LOGICAL_DEVICE_NAME, CURRENT_ASSOCIATION = "0-0:42.0.0.255", "0-0:40.0.0.255"
WATT_HOUR, VOLT_AMPERE = 30, 28
EXTENDED_REGISTER = 4

MeterMaker = Callable[[], ElectricityMeter]


def run(folder: Path, case_id: str, meter: ElectricityMeter, monkeypatch: pytest.MonkeyPatch) -> CaseJson:
    monkeypatch.setattr("conformance.bench.golden_bench.golden_unit", lambda role, defect: meter)
    catalogue = published()
    everything = dict.fromkeys(catalogue.proforma, True)
    declaration = Declaration("electricity_meter", catalogue.proforma, everything, is_enduring=False)
    session = BenchSession(open_bench("golden"), declaration, catalogue.rules, RunDirectory(folder))
    case = catalogue.case(case_id)
    return session.run(case.facts, case.body)


def every(period_s: int) -> type[MeterState]:
    """A meter whose registers of energy follow only so often."""

    class Periodic(MeterState):
        def energy_import_wh(self, now: int, hours: frozenset[int]) -> int:
            period_ns = period_s * NANOSECONDS
            return super().energy_import_wh(now // period_ns * period_ns, hours)

    return Periodic


def drawing(watts: int, for_s: int) -> type[MeterState]:
    """A meter that counts nothing, with a load that is switched off after a while."""

    class Switched(MeterState):
        def energy_import_wh(self, now: int, hours: frozenset[int]) -> int:
            return 0

        def power_watts(self, now: int) -> int:
            return watts if now < for_s * NANOSECONDS else 0

    return Switched


def in_kilowatt_hours(state: MeterState) -> list[Instance]:
    whole = rewritten(ENERGY, 2, lambda value: DOUBLE_LONG_UNSIGNED(value.value // 1000))(state)
    scaled = rewritten(ENERGY, 3, lambda scaler_unit: structure(INTEGER(3), ENUM(WATT_HOUR)))(state)
    return replaced(whole, ENERGY, 3, point_of(scaled, ENERGY, 3))


of_apparent_power = rewritten(POWER, 3, lambda scaler_unit: structure(scaler_unit[0], ENUM(VOLT_AMPERE)))
floating = rewritten(ENERGY, 2, lambda value: FLOAT32(float(value.value)))


@pytest.mark.parametrize("period_s", [1, 60, 900, 3600])
def test_energy_may_follow_as_seldom_as_once_an_hour(
    tmp_path: Path, period_s: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = run(tmp_path, ENERGY_GROWS, ElectricityMeter(state=every(period_s)), monkeypatch)
    assert record["verdict"] == "PASS", record["reason"]


UNDECIDED: dict[str, tuple[MeterMaker, str]] = {
    "no load": (lambda: ElectricityMeter(state=drawing(0, 0)), "no power of 50 W"),
    "next to no load": (lambda: ElectricityMeter(state=drawing(49, 9999)), "no power of 50 W"),
    "little load": (lambda: ElectricityMeter(state=drawing(179, 9999)), "it would take 60 s"),
    "load switched off at once": (lambda: ElectricityMeter(state=drawing(1000, 10)), "fallen"),
    "load switched off later": (lambda: ElectricityMeter(state=drawing(1000, 3000)), "fallen"),
    "kilowatt hours": (lambda: ElectricityMeter(model=in_kilowatt_hours), "it would take 15000 s"),
    "another unit": (lambda: ElectricityMeter(model=of_apparent_power), "not in Wh and W"),
    "floating point": (lambda: ElectricityMeter(model=floating), "float32"),
}


@pytest.mark.parametrize("variant", UNDECIDED)
def test_energy_that_need_not_grow_in_time_decides_nothing(
    tmp_path: Path, variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, reason = UNDECIDED[variant]
    record = run(tmp_path, ENERGY_GROWS, made(), monkeypatch)
    assert record["verdict"] == "INCONCLUSIVE"
    assert reason in record["reason"]


def unlisted(instance_id: str) -> Model:
    """A model whose object list leaves one of its objects out."""

    def kept(listed: Data) -> Data:
        return array(*(element for element in listed if element[2].value != ObisCode(instance_id)))

    return rewritten(CURRENT_ASSOCIATION, 2, kept)


def listed_as_extended_register(listed: Data) -> Data:
    """What 1-0:1.8.0.255 may be as well; this meter looks at the logical name alone."""
    return array(
        *(
            structure(LONG_UNSIGNED(EXTENDED_REGISTER), *list(element)[1:])
            if element[2].value == ObisCode(ENERGY)
            else element
            for element in listed
        )
    )


LEGAL_LISTS: dict[str, Model] = {
    "all that is there": objects,
    "no clock, neither there nor listed": without(CLOCK),
    "without the logical device name": unlisted(LOGICAL_DEVICE_NAME),
    "energy as extended register": rewritten(CURRENT_ASSOCIATION, 2, listed_as_extended_register),
}


@pytest.mark.parametrize("variant", LEGAL_LISTS)
def test_list_of_what_is_there(tmp_path: Path, variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    record = run(tmp_path, LIST_IS_COMPLETE, ElectricityMeter(model=LEGAL_LISTS[variant]), monkeypatch)
    assert record["verdict"] == "PASS", record["reason"]


@pytest.mark.parametrize("name", [CLOCK, ENERGY, "0-0:96.1.0.255"])
def test_what_is_served_without_being_listed_fails(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    record = run(tmp_path, LIST_IS_COMPLETE, ElectricityMeter(model=unlisted(name)), monkeypatch)
    assert record["verdict"] == "FAIL"
    assert name in record["divergence"]["found"]
