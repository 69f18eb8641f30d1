"""A meter that needs time says RR to poll after poll until its answer is ready: that is no silence, and no refusal."""

import pytest

from tests.hdlc.attempts import CATALOGUE, Attempts
from tests.hdlc.attempts import attempts as attempts
from tests.hdlc.variants import of_parts
from tests.hdlc.variants_of_polls import BusyAtFirst, NotReadyYet

POLLS = 6
"""Well within the time that an answer may take."""


class ReadyLater(NotReadyYet):
    polls = POLLS


class BusyForLong(BusyAtFirst):
    polls = POLLS


OVER_HDLC = sorted(case for case in CATALOGUE.cases if not case.startswith("DLMS-WRAPPER-"))


@pytest.mark.parametrize("secondary", [ReadyLater, BusyForLong])
@pytest.mark.parametrize("case_id", OVER_HDLC)
def test_every_case_waits_for_an_answer(case_id: str, secondary: type[NotReadyYet], attempts: Attempts) -> None:
    meter = of_parts(hdlc_secondary=secondary)
    result = attempts.run(case_id, meter.make, link="hdlc+golden")
    assert result["verdict"] == "PASS", result["reason"]
    assert not result["also"]
