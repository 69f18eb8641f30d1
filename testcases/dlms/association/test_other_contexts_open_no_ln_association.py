"""AARQ for short names and for ciphering, by a client that speaks neither."""

from conformance.authoring import (
    AARQ_ANSWERS,
    LOGICAL_DEVICE_NAME,
    NOT_ACCEPTED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
)
from conformance.dlms.acse import ApplicationContext as Context
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-ACSE-017",
    version=1,
    purpose="The contexts of short names and of ciphering do not serve a plain GET of logical names.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-CONTEXT"],
    requires="DLMS.LN and DLMS.GET",
    association="public",
)
def test_other_contexts_open_no_ln_association(association: Association, step: Step) -> None:
    answers = {}
    for context in (Context.SN, Context.SN_WITH_CIPHERING, Context.LN_WITH_CIPHERING):
        with step(f"After an AARQ for context {context.value} without ciphering"):
            association.end()
            aarq = association.aarq()
            aarq.application_context_name = context.oid
            answers[context] = association.offer(aarq)
            assert answers[context] in AARQ_ANSWERS

        with step("a plain GET of the name gets no data"):
            served = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
            # A security policy may leave APDUs of a ciphered context plain.
            is_open = context is Context.LN_WITH_CIPHERING and answers[context] not in NOT_ACCEPTED
            step.foreseen(not is_open, "the ciphered context is accepted; whether it protects is not tested yet")
            assert served in WITHOUT_SUCCESS

        with step("The usual AARQ is accepted as before"):
            association.reopen()
            association.read_logical_device_name()
