"""The wrapper header of answers."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, Step, WrapperLink, testcase, under
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.release import Rlrq
from conformance.dlms.wrapper import HEADER_OCTETS, WRAPPER_VERSION

VERSION, PORTS, LENGTH = "DLMS-WRAPPER-VERSION", "DLMS-WRAPPER-PORTS", "DLMS-WRAPPER-LENGTH"
AARE, GET_RESPONSE = 0x61, 0xC4
"""Tags of the two answers."""


@testcase(
    "DLMS-WRAPPER-001",
    version=2,
    purpose="Answers carry version 1, the wPorts of the request exchanged, and the number of octets that follow.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=[VERSION, PORTS, LENGTH],
    requires="LINK.WRAPPER and DLMS.LN and DLMS.GET",
)
def test_header_of_answers(association: Association, link: WrapperLink, step: Step) -> None:
    def word(octets: bytes, number: int) -> int:
        return int.from_bytes(octets[2 * number : 2 * number + 2], "big")

    get = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME)
    asked = (
        ("AARQ", association.aarq(), AARE, "DLMS-ACSE-AARE"),
        ("GET", get, GET_RESPONSE, "DLMS-GET-NORMAL"),
    )
    with link.by_hand():
        for name, apdu, tag, answered in asked:
            with step(f"{name} is answered by a whole header of version 1 and an APDU"):
                link.send_apdu(apdu.encode())
                with under(answered):  # no octet at all says nothing about headers
                    answer = link.receive_octets("a wrapper PDU")
                assert len(answer) > HEADER_OCTETS
                assert word(answer, 0) == WRAPPER_VERSION
                step.foreseen(answer[HEADER_OCTETS] == tag, f"an APDU with the tag {answer[HEADER_OCTETS]:02X}")

            with step(f"The wPorts of the answer to {name} are those of the request, exchanged", rule=PORTS):
                assert word(answer, 1) == link.server_sap
                assert word(answer, 2) == link.client_sap

            with step(f"The length in the answer to {name} is the number of octets behind it", rule=LENGTH):
                assert word(answer, 3) == len(answer) - HEADER_OCTETS

        link.send_apdu(Rlrq().encode())  # whether the DUT confirms that is the business of another case
