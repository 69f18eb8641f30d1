"""No case fails a DUT for how it cuts blocks, how long a list it takes, or why it does not read or write just now."""

import pytest

from conformance.dlms.service_error import ServiceError, StateError
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.server import Parts
from golden_units.electricity_meter import ElectricityMeter
from tests.golden.crossing import crossed
from tests.golden.legal_transfers import LEGAL_TRANSFERS, LISTS
from tests.hdlc.attempts import CATALOGUE, Attempts
from tests.hdlc.attempts import attempts as attempts

PREFIXES = ("DLMS-GET-", "DLMS-SET-", "DLMS-ACTION-", "DLMS-WRAPPER-", "DLMS-PROF-014")
CASES = sorted(case for case in CATALOGUE.cases if case.startswith(PREFIXES))

UNDECIDED = [
    ("DLMS-GET-007", "long GET aborted"),
    ("DLMS-GET-007", "first block refused"),
    ("DLMS-GET-008", "blocks refused for ever"),
    ("DLMS-GET-007", "empty blocks for ever"),
    ("DLMS-GET-010", "empty blocks for ever"),
    ("DLMS-SET-008", "no room for blocks of SET"),
    ("DLMS-SET-009", "no room for blocks of SET"),
    ("DLMS-SET-012", "no room for blocks of SET"),
    ("DLMS-GET-011", "three references"),
    ("DLMS-GET-013", "one reference"),
    ("DLMS-SET-010", "one reference"),
    ("DLMS-ACTION-007", "one reference"),
    ("DLMS-GET-011", "lists refused as a whole"),
    ("DLMS-ACTION-007", "lists refused as a whole"),
    ("DLMS-WRAPPER-005", "always in blocks"),
    ("DLMS-GET-002", "receives 12"),
    ("DLMS-WRAPPER-004", "receives 12"),
    ("DLMS-WRAPPER-005", "receives 12"),
    ("DLMS-SET-009", "receives 13"),
    ("DLMS-ACTION-005", "receives 24"),
    ("DLMS-GET-011", "receives 40"),
    ("DLMS-OBJ-003", "registers resting"),
    ("DLMS-ATTR-001", "registers resting"),
    ("DLMS-OBJ-007", "minutes"),
    ("DLMS-OBJ-007", "quarter hours"),
    ("DLMS-ACTION-005", "quarter hours"),
    ("DLMS-RESTART-002", "quarter hours"),
    ("DLMS-SET-001", "counting"),
    ("DLMS-SET-001", "not written now"),
    ("DLMS-SET-008", "not written now"),
]
PASSING = [
    ("DLMS-GET-007", "blocks of changing size"),
    ("DLMS-GET-008", "always in blocks"),
    ("DLMS-GET-013", "malformed lists refused one by one"),
    ("DLMS-SET-011", "unequal counts refused one by one"),
    ("DLMS-SET-009", "plain refusals of blocks"),
]


@pytest.mark.parametrize(("case_id", "name"), crossed(CASES, list(LEGAL_TRANSFERS)))
def test_no_case_fails_it(case_id: str, name: str, attempts: Attempts) -> None:
    result = attempts.run(case_id, LEGAL_TRANSFERS[name], link="golden")
    assert result["verdict"] in ("PASS", "INCONCLUSIVE"), result["reason"]
    assert not result["also"]


@pytest.mark.parametrize(("case_id", "name"), UNDECIDED)
def test_what_no_standard_forbids_decides_nothing(case_id: str, name: str, attempts: Attempts) -> None:
    result = attempts.run(case_id, LEGAL_TRANSFERS[name], link="golden")
    assert result["verdict"] == "INCONCLUSIVE", result["reason"]


@pytest.mark.parametrize(("case_id", "name"), PASSING)
def test_other_ways_of_doing_right_pass(case_id: str, name: str, attempts: Attempts) -> None:
    result = attempts.run(case_id, LEGAL_TRANSFERS[name], link="golden")
    assert result["verdict"] == "PASS", result["reason"]


class WithoutTransfers(AssociationServer):
    """Has negotiated lists and blocks, and serves neither; other cases fail it."""

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        if apdu[:2] in (*LISTS, b"\xc1\x02", b"\xc1\x03", b"\xc3\x04", b"\xc3\x06"):
            return self.exception(StateError.SERVICE_UNKNOWN, ServiceError.OTHER_REASON)
        return super().serve(apdu, now)


@pytest.mark.parametrize("case_id", ["DLMS-SET-009", "DLMS-SET-011", "DLMS-ACTION-006"])
def test_refusing_what_is_wrong_is_no_merit_of_who_refuses_what_is_right(case_id: str, attempts: Attempts) -> None:
    result = attempts.run(case_id, lambda: ElectricityMeter(parts=Parts(association_server=WithoutTransfers)))
    assert result["verdict"] == "INCONCLUSIVE", result["reason"]
