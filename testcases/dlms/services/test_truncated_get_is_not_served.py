"""GET requests that end too soon, or too late."""

from conformance.authoring import LOGICAL_DEVICE_NAME, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.get import GetRequestNormal

# Of 13: behind the tag, within the class, within the instance, without attribute, without its last octet.
OCTETS_SENT = (1, 4, 8, 11, 12)


@testcase(
    "DLMS-XDLMS-006",
    version=2,
    purpose="A GET that is cut short anywhere, or has an octet behind its end, gets no data.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-TRUNCATED"],
    requires="DLMS.LN and DLMS.GET",
)
def test_truncated_get_is_not_served(association: Association, step: Step) -> None:
    for octets_sent in OCTETS_SENT:
        with step("The whole GET is served"):
            request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
            association.read_logical_device_name()

        with step(f"Its first {octets_sent} octets alone are not; silence and hanging up are right as well"):
            assert association.try_out(request[:octets_sent]) in WITHOUT_SUCCESS
            association.reopen()

    with step("With an octet behind its end it is not served either"):
        request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
        assert association.try_out(request + b"\0") in WITHOUT_SUCCESS
        association.reopen()

    with step("The whole GET is still served"):
        association.read_logical_device_name()
