"""A golden meter's line: whom it answers, and what it keeps of those whom it does not."""

from typing import Any

import pytest

from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.wrapper import WrapperPdu
from golden_units.cosem.hdlc_session import HdlcProfile
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from tests.hdlc.frames import CLIENT, SERVER, command

SNRM = command(FrameKind.SNRM)


def meter(framing: str, profile: HdlcProfile | None = None) -> ElectricityMeter:
    made = ElectricityMeter(MeterSettings(hdlc=profile or HdlcProfile()))
    made.connect("line", framing, 0)
    return made


def session(made: ElectricityMeter) -> Any:
    return made._sessions["line"]


def test_own_address_is_answered() -> None:
    assert len(meter("hdlc").receive("line", SNRM.encode(), 0)) == 1


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(HdlcFrame(HdlcAddress(5), CLIENT, 0x93), id="unknown device"),
        pytest.param(HdlcFrame(SERVER, HdlcAddress(99), 0x93), id="unknown client"),
        pytest.param(HdlcFrame(HdlcAddress(1, 0, 2), CLIENT, 0x93), id="address in another form"),
        pytest.param(HdlcFrame(SERVER, HdlcAddress(0, 16, 2), 0x93), id="client address of two octets"),
        pytest.param(HdlcFrame(HdlcAddress(127), CLIENT, 0x93), id="all stations"),
    ],
)
def test_strangers_get_no_answer_and_leave_nothing(frame: HdlcFrame) -> None:
    made = meter("hdlc")
    assert made.receive("line", frame.encode(), 0) == []
    assert not session(made).connections
    assert not session(made)._associations


@pytest.mark.parametrize("lower", [16, 18])
def test_another_physical_address_gets_no_answer(lower: int) -> None:
    made = meter("hdlc", HdlcProfile(4, 17))
    assert made.receive("line", HdlcFrame(HdlcAddress(1, lower, 4), CLIENT, 0x93).encode(), 0) == []
    assert len(made.receive("line", HdlcFrame(HdlcAddress(1, 17, 4), CLIENT, 0x93).encode(), 0)) == 1


@pytest.mark.parametrize("framing", ["wrapper", "wrapper-datagram"])
@pytest.mark.parametrize(
    "pdu",
    [
        pytest.param(WrapperPdu(1, 16, 5, b"\x62\x00"), id="unknown device"),
        pytest.param(WrapperPdu(1, 99, 1, b"\x62\x00"), id="unknown client"),
        pytest.param(WrapperPdu(2, 16, 1, b"\x62\x00"), id="another version"),
        pytest.param(WrapperPdu(1, 16, 1, b""), id="no APDU"),
    ],
)
def test_pdus_that_nobody_serves(framing: str, pdu: WrapperPdu) -> None:
    made = meter(framing)
    assert made.receive("line", pdu.encode(), 0) == []
    assert not session(made)._associations


@pytest.mark.parametrize("octets", [b"", b"\x00", WrapperPdu(1, 16, 1, b"\x62\x00").encode()[:-1]])
def test_datagram_that_is_no_pdu(octets: bytes) -> None:
    assert meter("wrapper-datagram").receive("line", octets, 0) == []
