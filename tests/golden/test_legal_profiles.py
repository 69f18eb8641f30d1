"""No case of profiles fails a DUT for what the standards leave open, or for a capture while it runs."""

import pytest

from tests.golden.legal_profiles import CAPTURING, LEGAL_PROFILES, UNTELLING
from tests.hdlc.attempts import CATALOGUE, Attempts
from tests.hdlc.attempts import attempts as attempts

CASES = [*sorted(case for case in CATALOGUE.cases if case.startswith("DLMS-PROF-")), "DLMS-OBJ-016"]
METERS = LEGAL_PROFILES | CAPTURING | {name: meter for name, (meter, _) in UNTELLING.items()}


@pytest.mark.parametrize("case_id", CASES)
@pytest.mark.parametrize("name", METERS)
def test_no_case_fails_it(case_id: str, name: str, attempts: Attempts) -> None:
    result = attempts.run(case_id, METERS[name], link="golden")
    assert result["verdict"] in ("PASS", "INCONCLUSIVE"), result["reason"]
    assert not result["also"]


@pytest.mark.parametrize(
    ("name", "case_id"), [(name, f"DLMS-PROF-{number}") for name, (_, cases) in UNTELLING.items() for number in cases]
)
def test_no_case_passes_on_what_it_has_not_seen(name: str, case_id: str, attempts: Attempts) -> None:
    meter, _ = UNTELLING[name]
    assert attempts.run(case_id, meter, link="golden")["verdict"] == "INCONCLUSIVE"
