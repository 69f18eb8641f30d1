"""AARQs whose user-information holds no InitiateRequest."""

from conformance.authoring import NOT_ACCEPTED, Association, Step, testcase

USER_INFORMATION = {
    "no user-information": None,
    "user-information that is empty": b"",
    "user-information of octets that mean nothing": bytes.fromhex("FF 5A 00 A5 FF 5A 00 A5"),
}


@testcase(
    "DLMS-ACSE-010",
    version=1,
    purpose="An AARQ without an InitiateRequest opens no association, whatever stands in its place.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-USER-INFORMATION"],
    requires="DLMS.LN",
    association="public",
)
def test_user_information_is_needed(association: Association, step: Step) -> None:
    good = association.aarq().user_information or b""
    cut = {"an InitiateRequest that ends within its conformance block": good[: len(good) - 3]}
    for what, octets in {**USER_INFORMATION, **cut}.items():
        with step(f"An AARQ with {what} is not accepted; silence and hanging up are right as well"):
            association.end()
            aarq = association.aarq()
            aarq.user_information = octets
            assert association.offer(aarq) in NOT_ACCEPTED

        with step("The AARQ with an InitiateRequest is accepted as before"):
            association.reopen()
            association.read_logical_device_name()
