"""Meters whose legal answers no case foresees are not failed for them: such cases end INCONCLUSIVE."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_DEVIATION, UNSPECIFIED_YEAR, ClockStatus, DateTime
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.initiate import Conformance
from conformance.dlms.service import CONFIRMED, HIGH_PRIORITY
from conformance.dlms.service_error import ExceptionResponse, ServiceError, StateError
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.get_service import GetService
from golden_units.cosem.server import Parts
from golden_units.cosem.services import Services
from golden_units.defects.models import rewritten
from golden_units.electricity_meter import ElectricityMeter
from tests.bench.test_legal_objects import CLOCK, CURRENT_ASSOCIATION, run

NEVER_SET = DateTime(
    UNSPECIFIED_YEAR, *(UNSPECIFIED,) * 7, deviation=UNSPECIFIED_DEVIATION, clock_status=ClockStatus.INVALID_VALUE
)
NEEDING_A_CLOCK = (
    "DLMS-OBJ-006",
    "DLMS-OBJ-007",
    "DLMS-OBJ-008",
    "DLMS-OBJ-009",
    "DLMS-OBJ-021",
    "DLMS-OBJ-022",
    "DLMS-RESTART-002",
    "DLMS-RESTART-006",
    "DLMS-ACTION-001",
    "DLMS-ACTION-004",
    "DLMS-XDLMS-012",
    "DLMS-XDLMS-013",
    "DLMS-XDLMS-015",
    "DLMS-XDLMS-017",
)


@pytest.mark.parametrize("case_id", NEEDING_A_CLOCK)
@pytest.mark.parametrize("shown", [NEVER_SET, replace(DateTime.at(0), clock_status=ClockStatus.INVALID_VALUE)], ids=str)
def test_a_clock_that_was_never_set(
    tmp_path: Path, case_id: str, shown: DateTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter = ElectricityMeter(model=rewritten(CLOCK, 2, lambda value: OCTET_STRING(shown.encode())))
    record = run(tmp_path, case_id, meter, monkeypatch)
    assert record["verdict"] == "INCONCLUSIVE", record["reason"]


def turning_down(name: str, *numbers: int) -> ElectricityMeter:
    """A meter that answers GET of some attributes by an exception-response, as if they did not fit into any APDU."""

    class TurnsDown(GetService):
        def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
            request = GetRequestNormal.decode(apdu)
            if request.instance_id == ObisCode(name) and request.attribute_id in numbers:
                return ExceptionResponse(StateError.SERVICE_NOT_ALLOWED, ServiceError.PDU_TOO_LONG).encode()
            return super().serve(association, apdu)

    return ElectricityMeter(parts=Parts(services=Services(get=TurnsDown())))


@pytest.mark.parametrize(
    ("case_id", "name", "numbers", "verdict"),
    [
        ("DLMS-OBJ-013", CLOCK, (5, 6), "INCONCLUSIVE"),  # a case that takes a sample takes one of two neighbours
        ("DLMS-OBJ-003", "0-0:42.0.0.255", (1,), "INCONCLUSIVE"),  # the first of the list is part of any sample
        ("DLMS-SET-006", CLOCK, (4,), "PASS"),
        ("DLMS-SET-001", "0-0:96.1.1.255", (2,), "INCONCLUSIVE"),
        ("DLMS-XDLMS-005", CURRENT_ASSOCIATION, (2,), "INCONCLUSIVE"),
    ],
)
def test_a_get_that_is_turned_down_as_a_whole(
    tmp_path: Path, case_id: str, name: str, numbers: tuple[int, ...], verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = run(tmp_path, case_id, turning_down(name, *numbers), monkeypatch)
    assert record["verdict"] == verdict, record["reason"]


@pytest.mark.parametrize("bit", [CONFIRMED, HIGH_PRIORITY])
@pytest.mark.parametrize("case_id", ["DLMS-XDLMS-007", "DLMS-XDLMS-014", "DLMS-XDLMS-015"])
def test_an_upper_bit_that_does_not_come_back_decides_nothing(
    tmp_path: Path, case_id: str, bit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only of the invoke-id is it certain that it has to."""

    class Inverts(AssociationServer):
        def serve_service(
            self, apdu: bytes, needed: Conformance, serve: Callable[[AssociationServer, bytes], bytes | None]
        ) -> bytes | None:
            answer = super().serve_service(apdu, needed, serve)
            is_response = answer is not None and answer[:1] in (b"\xc4", b"\xc5", b"\xc7")
            return answer[:2] + bytes((answer[2] ^ bit,)) + answer[3:] if answer and is_response else answer

    record = run(tmp_path, case_id, ElectricityMeter(parts=Parts(association_server=Inverts)), monkeypatch)
    assert record["verdict"] == "INCONCLUSIVE", record["reason"]
    assert "the upper bits differ" in record["reason"]
