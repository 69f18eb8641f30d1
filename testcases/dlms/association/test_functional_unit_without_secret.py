"""The authentication functional unit where no secret is shown."""

from conformance.authoring import (
    AARQ_ANSWERS,
    ACCEPTED,
    LOGICAL_DEVICE_NAME,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
    the_one,
)
from conformance.dlms.aare import Aare
from conformance.dlms.acse import AUTHENTICATION_FUNCTIONAL_UNIT, Mechanism
from conformance.dlms.acse import AcseServiceUserDiagnostic as Diagnostic
from conformance.dlms.get import GetRequestNormal

NO_UNIT = b"\x07\x00"
"""A BIT STRING with the bit of the authentication functional unit at 0."""

REQUIREMENTS = {
    "without the authentication functional unit": (NO_UNIT, None),
    "with the authentication functional unit and no mechanism": (AUTHENTICATION_FUNCTIONAL_UNIT, None),
    "with the authentication functional unit and mechanism 0": (AUTHENTICATION_FUNCTIONAL_UNIT, Mechanism.NONE.oid),
}


@testcase(
    "DLMS-ACSE-023",
    version=1,
    purpose="sender-acse-requirements of a client without secret do no harm: it is refused, or served without reserve.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-FUNCTIONAL-UNIT"],
    requires="DLMS.LN and DLMS.GET",
    association="public",
)
def test_functional_unit_without_secret(association: Association, step: Step) -> None:
    with step("Without sender-acse-requirements the name can be read"):
        name = association.read_logical_device_name()

    for what, (units, mechanism) in REQUIREMENTS.items():
        with step(f"An AARQ {what} is answered as an AARQ may be"):
            association.end()
            aarq = association.aarq()
            aarq.sender_acse_requirements, aarq.mechanism_name = units, mechanism
            answer = association.offer(aarq)
            assert answer in AARQ_ANSWERS

        with step("If it is accepted, that is without reserve, and the name can be read; else nothing is served"):
            if answer in ACCEPTED:
                assert the_one(answer, Aare).result_source_diagnostic == Diagnostic.NULL
                assert association.read_logical_device_name() == name
            else:
                refused = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
                assert refused in WITHOUT_SUCCESS

        with step("The usual AARQ opens the association as before"):
            association.reopen()
            assert association.read_logical_device_name() == name
