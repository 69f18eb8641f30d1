"""Meters whose legal answers no case foresees are not failed for them: such cases end INCONCLUSIVE."""

from dataclasses import replace
from pathlib import Path

import pytest

from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_DEVIATION, UNSPECIFIED_YEAR, ClockStatus, DateTime
from golden_units.defects.models import rewritten
from golden_units.electricity_meter import ElectricityMeter
from tests.bench.test_legal_objects import CLOCK, run

NEVER_SET = DateTime(
    UNSPECIFIED_YEAR, *(UNSPECIFIED,) * 7, deviation=UNSPECIFIED_DEVIATION, clock_status=ClockStatus.INVALID_VALUE
)
NEEDING_A_CLOCK = (
    "DLMS-OBJ-006",
    "DLMS-OBJ-007",
    "DLMS-OBJ-008",
    "DLMS-OBJ-009",
    "DLMS-ACTION-001",
    "DLMS-ACTION-004",
    "DLMS-XDLMS-012",
    "DLMS-XDLMS-013",
)


@pytest.mark.parametrize("case_id", NEEDING_A_CLOCK)
@pytest.mark.parametrize("shown", [NEVER_SET, replace(DateTime.at(0), clock_status=ClockStatus.INVALID_VALUE)], ids=str)
def test_a_clock_that_was_never_set(
    tmp_path: Path, case_id: str, shown: DateTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter = ElectricityMeter(model=rewritten(CLOCK, 2, lambda value: OCTET_STRING(shown.encode())))
    record = run(tmp_path, case_id, meter, monkeypatch)
    assert record["verdict"] == "INCONCLUSIVE", record["reason"]
