"""A frame with a wrong frame check sequence is not served."""

from conformance.authoring import Association, HdlcLink, Step, testcase
from conformance.dlms.get import GetRequestNormal
from conformance.tester.association import LOGICAL_DEVICE_NAME


@testcase(
    "DLMS-HDLC-004",
    version=1,
    purpose="The content of a frame with a wrong FCS is not accepted and moves no sequence number.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-HDLC-FCS"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_frame_with_wrong_fcs_is_dropped(association: Association, data_link: HdlcLink, step: Step) -> None:
    request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
    frame = bytearray(data_link.frame(request))
    frame[-2] ^= 0x01

    with step("Send a GET whose FCS has one wrong bit; no APDU comes back"):
        data_link.send_octets(bytes(frame))
        # The header check holds, so the DUT may look at the poll bit and answer RR, but not with data.
        assert data_link.receive_apdu_or_silence() is None

    with step("The same sequence numbers still serve the right frame"):
        association.read_logical_device_name()
