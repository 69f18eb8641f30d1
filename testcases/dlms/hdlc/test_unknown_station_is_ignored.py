"""A frame for another physical device is not answered."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, ProtocolViolation, Step, said, testcase
from conformance.dlms.data_types import Data
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.llc import LLC_RESPONSE, strip_llc

HIGHEST_DEVICE = 0x7D
"""Lower addresses above it have meanings of their own, up to all stations."""

OTHERS = 4


def others(own: HdlcAddress) -> list[HdlcAddress]:
    """Addresses of other stations; those that differ from the DUT's in one bit, if the bench knows its address."""
    bits = {1: 0, 2: 7, 4: 14}[own.width]
    lookalikes = [own.lower ^ 1 << bit for bit in range(bits)]
    highest = [lower for lower in range(HIGHEST_DEVICE, 0, -1) if lower not in (own.lower, *lookalikes)]
    special = {0, 0x7E, 0x7F, 0x3FFE, 0x3FFF}
    chosen = [lower for lower in (*lookalikes, *highest[:OTHERS]) if lower not in special]
    return [own._replace(lower=lower, width=max(own.width, 2)) for lower in chosen]


def name_at(server: HdlcAddress, association: Association, data_link: HdlcLink) -> Data | None:
    """The logical device name of a server that has just said UA; None if it does not tell."""
    get = GetRequestNormal(0xC1, *LOGICAL_DEVICE_NAME).encode()
    with data_link.speaking_to(server):
        try:
            aare = data_link.ask_data(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            answer = data_link.ask_data(data_link.apdu_frame(get, (1, aare.following)), "an I frame")
            response = GetResponseNormal.decode(strip_llc(answer.information, LLC_RESPONSE))
        except ProtocolViolation:  # another device has other manners, and is not under test
            data_link.frames.clear()
            return None
    return None if aare.kind != "I" or response.refused else response.data


@testcase(
    "DLMS-HDLC-029",
    version=2,
    purpose="A command for another physical device is not answered, even if its address is much like that of the DUT.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-UNKNOWN-ADDRESS"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_unknown_station_is_ignored(association: Association, data_link: HdlcLink, step: Step) -> None:
    snrm, stations = data_link.command(FrameKind.SNRM), others(data_link.peer)
    # Where the bench knows no physical address, one of them may be that of the DUT.
    own = 1 if data_link.peer.width == 1 else 0
    strangers: list[HdlcAddress] = []
    same: list[str] = []

    with data_link.by_hand():
        with step("The DUT tells its logical device name"):
            name = name_at(data_link.peer, association, data_link)
            step.foreseen(name is not None, "no answer to a GET of the logical device name")

        for station in stations:
            with step(f"SNRM for the server address {station} gets no answer, unless from a neighbour"):
                with data_link.speaking_to(station):
                    answer = data_link.ask_or_silence(data_link.command(FrameKind.SNRM))
                if answer is not None:
                    strangers.append(station)
                    # No neighbour has the name of the DUT; a secret of the DUT is not shown to one.
                    is_open = association.credentials.secret is None and said(answer) == "UA P/F"
                    if is_open and name_at(station, association, data_link) == name:
                        same.append(f"the DUT, by its logical device name, at {station}")
                    addresses_that_are_not_its_own = same[own:]
                    assert addresses_that_are_not_its_own == []

            with step(f"SNRM for the server address {data_link.peer} is answered by UA"):
                data_link.open_port()
                assert said(data_link.ask(snrm, "UA")) == "UA P/F"

        assert len(strangers) < len(stations)
        text = f"an answer from {', '.join(map(str, strangers))}: is it the DUT, or a neighbour?"
        step.foreseen(not strangers, text)
