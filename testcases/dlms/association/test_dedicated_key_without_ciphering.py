"""A dedicated key where there is no ciphering."""

from conformance.authoring import (
    AARQ_ANSWERS,
    ACCEPTED,
    LOGICAL_DEVICE_NAME,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
)
from conformance.dlms.get import GetRequestNormal

KEY = bytes(range(0xA0, 0xB0))
"""Octets that make no version and no conformance block, wherever they are read."""


@testcase(
    "DLMS-INIT-006",
    version=1,
    purpose="A dedicated-key in the InitiateRequest without ciphering is passed over or refused, and changes nothing.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-INITIATE-DEDICATED-KEY"],
    requires="DLMS.LN and DLMS.GET",
    association="public",
)
def test_dedicated_key_without_ciphering(association: Association, step: Step) -> None:
    with step("The usual proposal is accepted, and the name can be read"):
        without, name = association.negotiated, association.read_logical_device_name()

    with step("The AARQ with a dedicated-key of 16 octets is answered as an AARQ may be, or not at all"):
        association.end()
        answer = association.offer(association.aarq(association.initiate_request(dedicated_key=KEY)))
        assert answer in AARQ_ANSWERS

    if answer in ACCEPTED:
        with step("It is accepted: what is negotiated is the same, and the name can be read without ciphering"):
            assert association.negotiated == without
            assert association.read_logical_device_name() == name
    else:
        with step("It is refused: nothing is served"):
            refused = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
            assert refused in WITHOUT_SUCCESS

    with step("The usual proposal is accepted as before, and the name can be read"):
        association.reopen()
        assert association.negotiated == without
        assert association.read_logical_device_name() == name
