"""A meter that fails a case is left as it was found, as far as its client can see to that."""

import pytest

from golden_units.defects import defects_of
from golden_units.electricity_meter import ElectricityMeter
from golden_units.electricity_meter.state import CONNECTED
from tests.hdlc.attempts import Attempts
from tests.hdlc.attempts import attempts as attempts


@pytest.mark.parametrize("defect", ["restart-disconnects-supply", "restart-connects-supply"])
def test_the_supply_is_connected_again(defect: str, attempts: Attempts) -> None:
    built: list[ElectricityMeter] = []

    def unit() -> ElectricityMeter:
        built.append(defects_of()[defect].build())
        return built[-1]

    result = attempts.run("DLMS-RESTART-004", unit, link="golden")
    assert result["verdict"] == "FAIL"
    assert result["not_restored"] == []
    assert built[-1].state.control_state == CONNECTED
