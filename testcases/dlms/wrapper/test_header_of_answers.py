"""The wrapper header of answers."""

from conformance.authoring import Association, Step, WrapperLink, testcase
from conformance.dlms.release import Rlrq
from conformance.dlms.wrapper import HEADER_OCTETS, WRAPPER_VERSION

VERSION, PORTS, LENGTH = "DLMS-WRAPPER-VERSION", "DLMS-WRAPPER-PORTS", "DLMS-WRAPPER-LENGTH"
AARE, RLRE = 0x61, 0x63
"""Tags of the two answers."""


@testcase(
    "DLMS-WRAPPER-001",
    version=1,
    purpose="Answers carry version 1, the wPorts of the request exchanged, and the number of octets that follow.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=[VERSION, PORTS, LENGTH],
    requires="LINK.WRAPPER and DLMS.RELEASE",
)
def test_header_of_answers(association: Association, link: WrapperLink, step: Step) -> None:
    def word(octets: bytes, number: int) -> int:
        return int.from_bytes(octets[2 * number : 2 * number + 2], "big")

    with link.by_hand():
        for name, apdu, tag in (("AARQ", association.aarq(), AARE), ("RLRQ", Rlrq(), RLRE)):
            with step(f"{name} is answered by a whole header of version 1 and an APDU"):
                link.send_apdu(apdu.encode())
                answer = link.receive_octets("a wrapper PDU")
                assert len(answer) > HEADER_OCTETS
                assert word(answer, 0) == WRAPPER_VERSION
                step.foreseen(answer[HEADER_OCTETS] == tag, f"an APDU with the tag {answer[HEADER_OCTETS]:02X}")

            with step(f"The wPorts of the answer to {name} are those of the request, exchanged", rule=PORTS):
                assert word(answer, 1) == link.server_sap
                assert word(answer, 2) == link.client_sap

            with step(f"The length in the answer to {name} is the number of octets behind it", rule=LENGTH):
                assert word(answer, 3) == len(answer) - HEADER_OCTETS
