"""The HDLC setup and what the data link layer agrees to."""

from conformance.authoring import Association, AttributeDescriptor, HdlcLink, Step, testcase, the_hdlc_setup
from conformance.dlms.data_types import LONG_UNSIGNED, UNSIGNED
from conformance.dlms.hdlc.parameters import HdlcParameters

LARGEST = HdlcParameters(max_info_transmit=2030, max_info_receive=2030, window_transmit=7, window_receive=7)
WINDOWS, LENGTHS = range(1, 8), range(32, 2031)
"""What the attributes may show at all."""


@testcase(
    "DLMS-OBJ-017",
    version=2,
    purpose="UA grants no more than the HDLC setup shows, however much is proposed; what it shows is possible.",
    dut=["electricity_meter", "gas_meter"],
    starts="disconnected",
    covers=["DLMS-OBJECT-HDLC-SETUP"],
    requires="LINK.HDLC and DLMS.LN and DLMS.GET and COSEM.HDLC_SETUP",
)
def test_hdlc_setup_shows_the_limits(association: Association, data_link: HdlcLink, step: Step) -> None:
    with step("SNRM proposes the largest frames and windows there are; UA says what the DUT agrees to"):
        data_link.connect(LARGEST)
        # What the server transmits is what the client receives, and the other way round.
        agreed = data_link.connection.parameters
        association.open()

    with step("Read window sizes and lengths from the HDLC setup"):
        setup = the_hdlc_setup(association)
        shown = [association.read_permitted(AttributeDescriptor(23, setup, number)) for number in (3, 4, 5, 6)]
        assert [data.type for data in shown] == [UNSIGNED, UNSIGNED, LONG_UNSIGNED, LONG_UNSIGNED]
        window_transmit, window_receive, max_info_transmit, max_info_receive = (data.value for data in shown)

    with step("The windows are of 1 to 7 frames, the lengths of 32 to 2030 octets"):
        assert window_transmit in WINDOWS
        assert window_receive in WINDOWS
        assert max_info_transmit in LENGTHS
        assert max_info_receive in LENGTHS

    with step("No agreed value exceeds the one shown"):
        assert agreed.window_receive <= window_transmit
        assert agreed.window_transmit <= window_receive
        assert agreed.max_info_receive <= max_info_transmit
        assert agreed.max_info_transmit <= max_info_receive
