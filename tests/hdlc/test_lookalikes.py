"""A meter that compares a part of an address is found out, wherever the bench knows enough to blame it."""

from functools import partial

import pytest

from conformance.dlms.hdlc.frame import HdlcFrame
from golden_units.cosem.hdlc_session import HdlcProfile, HdlcSession
from golden_units.cosem.server import Parts
from golden_units.defects.electricity_meter.hdlc_frames import AnswersForNoDevice, ComparesDevicesInSixBits
from golden_units.defects.models import without
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from tests.hdlc.attempts import Attempts
from tests.hdlc.attempts import attempts as attempts
from tests.hdlc.variants_of_addresses import SAP_ASSIGNMENT

LOWER = 17


class IgnoresBitsOfStations(HdlcSession):
    """Looks at a part of the lower address only."""

    ignored = 0x70

    def is_for_us(self, frame: HdlcFrame) -> bool:
        server = frame.destination
        is_alike = server.lower | self.ignored == self.profile.lower | self.ignored
        return is_alike and self.association(frame) is not None


class IgnoresABitOfStations(IgnoresBitsOfStations):
    ignored = 0x20


@pytest.mark.parametrize("session", [IgnoresBitsOfStations, IgnoresABitOfStations])
@pytest.mark.parametrize("width", [2, 4])
def test_lookalike_of_the_physical_address(session: type[HdlcSession], width: int, attempts: Attempts) -> None:
    settings = MeterSettings(hdlc=HdlcProfile(width, LOWER))
    meter = partial(ElectricityMeter, settings, parts=Parts(hdlc_session=session))
    result = attempts.run("DLMS-HDLC-029", meter, address_octets=width, server_lower=LOWER)
    assert result["verdict"] == "FAIL"
    assert "the DUT, by its logical device name, at" in str(result["reason"])


@pytest.mark.parametrize(
    ("session", "verdict"), [(ComparesDevicesInSixBits, "INCONCLUSIVE"), (AnswersForNoDevice, "FAIL")]
)
def test_without_a_sap_assignment_only_the_address_of_nobody_is_sure(
    session: type[HdlcSession], verdict: str, attempts: Attempts
) -> None:
    meter = partial(ElectricityMeter, parts=Parts(hdlc_session=session), model=without(SAP_ASSIGNMENT))
    assert attempts.run("DLMS-HDLC-010", meter)["verdict"] == verdict
