"""APDUs that no standard knows."""

from conformance.authoring import LOGICAL_DEVICE_NAME, NOT_SERVED, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.get import GetRequestNormal

# Each in place of C0 01, so that a server which falls through to its GET shows it.
BEGINNINGS = {"the unassigned tag BF": b"\xbf\x01", "GET with the unassigned choice 7F": b"\xc0\x7f"}


@testcase(
    "DLMS-XDLMS-003",
    version=1,
    purpose="An APDU with an unknown tag, or of an unknown kind of GET, is turned down as a whole or passed over.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-UNKNOWN-SERVICE"],
    requires="DLMS.LN and DLMS.GET",
)
def test_unknown_apdu_is_not_served(association: Association, step: Step) -> None:
    for what, beginning in BEGINNINGS.items():
        request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()

        with step("The association serves a GET"):
            association.read_logical_device_name()

        with step(f"The same octets behind {what} get no data"):
            answer = association.try_out(beginning + request[2:])
            assert answer in WITHOUT_SUCCESS
            step.foreseen(answer in NOT_SERVED, "a get-response to what is no GET")

        with step("The DUT serves, in a new association at the latest"):
            association.reopen()
            association.read_logical_device_name()
