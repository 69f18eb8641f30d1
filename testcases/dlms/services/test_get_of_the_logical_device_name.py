"""GET of the COSEM logical device name."""

from string import ascii_uppercase

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, Step, testcase
from conformance.dlms.data_types import OCTET_STRING, VISIBLE_STRING
from conformance.dlms.get import GetRequestNormal, GetResponseNormal

LONGEST = 16


class ManufacturerIds:
    """All that there can be; which of them are assigned is not looked at."""

    label = "three letters from A to Z"

    def __contains__(self, letters: str) -> bool:
        return len(letters) == 3 and set(letters) <= set(ascii_uppercase)


@testcase(
    "DLMS-GET-001",
    version=2,
    purpose="The logical device name can be read, and the answer repeats the invoke-id of the question.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-INVOKE-ID", "DLMS-OBJECT-LDN"],
    requires="DLMS.LN and DLMS.GET",
)
def test_get_of_the_logical_device_name(association: Association, step: Step) -> None:
    request = GetRequestNormal(0xC5, *LOGICAL_DEVICE_NAME)

    with step("Ask for attribute 2 of 0-0:42.0.0.255; the answer repeats invoke-id 5"):
        response = association.request(request, expect=GetResponseNormal)
        assert response.invoke_id == request.invoke_id

    with step("The name is a string of at most 16 octets that starts with three letters", rule="DLMS-OBJECT-LDN"):
        assert response.data.type in (OCTET_STRING, VISIBLE_STRING)
        name = bytes(response.data.value).decode("latin-1")
        assert name == name[:LONGEST]
        assert name[:3] in ManufacturerIds()
