"""A pause within a frame ends it."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    Association,
    AttributeDescriptor,
    HdlcLink,
    Step,
    expect_sign_of_life,
    said,
    testcase,
    the_hdlc_setup,
)
from conformance.dlms.data_types import LONG_UNSIGNED
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.hdlc.frame import FLAG

HDLC_SETUP_CLASS, INTER_OCTET_TIME_OUT = 23, 7
MS = 1000

TIMES_AS_LONG = 3
"""The pause, in inter-octet times: long enough for a line and a host that take their time."""


@testcase(
    "DLMS-HDLC-032",
    version=1,
    purpose="A GET with a pause longer than the inter-octet time in its midst is not served.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-HDLC-INTER-OCTET"],
    requires="LINK.HDLC and LINK.OCTET_TIMES and DLMS.GET and COSEM.HDLC_SETUP",
)
def test_pause_within_a_frame_ends_it(association: Association, data_link: HdlcLink, step: Step) -> None:
    # The time-out is optional in the standard: only a DUT that shows one is held to it.
    with step("The HDLC setup shows an inter-octet time"):
        setup = AttributeDescriptor(HDLC_SETUP_CLASS, the_hdlc_setup(association), INTER_OCTET_TIME_OUT)
        shown = association.read_permitted(setup)
        step.foreseen(shown.type is LONG_UNSIGNED and shown.value > 0, "the HDLC setup shows no inter-octet time")
        pause_s = shown.value * TIMES_AS_LONG / MS

    # The second part of these begins where a receiver may just have read the length, the addresses, the information.
    for octets_before in (3, 6, 12):
        request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
        octets = data_link.frame(request)

        with data_link.by_hand(), step(f"A GET with a pause of {pause_s:g} s behind {octets_before} octets: no answer"):
            data_link.send_octets(octets[:octets_before])
            data_link.pause(pause_s)
            data_link.send_octets(octets[octets_before:])
            assert said(data_link.receive_frame_or_silence()) == "silence"

        with step("After idle flags the same sequence numbers serve a GET without a pause"):
            association.ensure_open()
            data_link.send_octets(FLAG * 4)
            expect_sign_of_life(association, step)
