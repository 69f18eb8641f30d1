"""A second AARQ inside an association."""

from conformance.authoring import AARQ_ANSWERS, ACCEPTED, LOGICAL_DEVICE_NAME, Association, Step, testcase, the_one
from conformance.dlms.get import GetRequestNormal, GetResponseNormal


@testcase(
    "DLMS-ACSE-012",
    version=1,
    purpose="A second AARQ gets one answer at the most and leaves an association that serves, the old or a new one.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-REOPEN"],
    requires="DLMS.LN and DLMS.GET",
)
def test_second_aarq(association: Association, step: Step) -> None:
    with step("The association serves a GET"):
        association.read_logical_device_name()

    with step("The same AARQ once more is accepted, turned down or passed over, and there is no second answer"):
        answer = association.offer(association.aarq())
        assert answer in AARQ_ANSWERS
        if answer is not None and association.link.framing == "wrapper":  # in HDLC nothing comes unasked
            association.link.expect_silence()

    with step("An association is there and serves a GET"):
        served = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        # Refusing, and ending the old association with it, is not what the rule says, but no clause forbids it.
        step.foreseen(answer in ACCEPTED or isinstance(served, GetResponseNormal), "no association is left")
        assert not the_one(served, GetResponseNormal).refused

    with step("A new link brings an association that serves"):
        association.reopen()
        association.read_logical_device_name()
