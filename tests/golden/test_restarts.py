"""Cases around a loss of power decide nothing if the control that should cut the power does not."""

from collections.abc import Callable

import pytest

from golden_units.electricity_meter import ElectricityMeter
from golden_units.unit import Output
from tests.hdlc.attempts import CATALOGUE, Attempts
from tests.hdlc.attempts import attempts as attempts


class PluggedInElsewhere(ElectricityMeter):
    """Its power does not come from the socket that is switched."""

    def control(self, name: str, now: int) -> list[Output]:
        return []


CASES = sorted(name for name, case in CATALOGUE.cases.items() if "power_cycle" in case.facts.controls)
CUT: dict[str, tuple[Callable[[], ElectricityMeter], str]] = {
    "PASS": (ElectricityMeter, "every check held"),
    "INCONCLUSIVE": (PluggedInElsewhere, "see whether power_cycle cuts the power"),
}


@pytest.mark.parametrize("link", ["golden", "hdlc+golden"])
@pytest.mark.parametrize("case_id", CASES)
@pytest.mark.parametrize("verdict", CUT)
def test_the_power_has_to_be_seen_to_go(case_id: str, verdict: str, link: str, attempts: Attempts) -> None:
    meter, reason = CUT[verdict]
    result = attempts.run(case_id, meter, link=link)
    assert result["verdict"] == verdict, result["reason"]
    assert reason in result["reason"]
