"""The largest APDUs that client and server can receive."""

from conformance.authoring import NOT_ACCEPTED, Association, Step, refusal_reason, refusing_aare, testcase
from conformance.dlms.initiate import SMALLEST_PDU_SIZE
from conformance.dlms.service_error import ConfirmedService, ConfirmedServiceError, ErrorClass, InitiateError

TOO_SHORT = ConfirmedServiceError(
    ConfirmedService.INITIATE_ERROR, ErrorClass.INITIATE, InitiateError.PDU_SIZE_TOO_SHORT
)


@testcase(
    "DLMS-INIT-004",
    version=3,
    purpose="A client-max-receive-pdu-size of 1 or 11 is refused as too short; the server's own size is 12 or more.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-INITIATE-PDU-SIZE"],
    requires="DLMS.LN",
    association="public",
)
def test_pdu_sizes(association: Association, step: Step) -> None:
    with step("The server can receive APDUs of at least 12 octets"):
        assert association.negotiated is not None
        assert association.negotiated.server_max_receive_pdu_size >= SMALLEST_PDU_SIZE
        association.read_logical_device_name()

    for octets in (1, SMALLEST_PDU_SIZE - 1):
        with step(f"An AARQ of a client that can receive {octets} octets is not accepted"):
            association.end()
            initiate = association.initiate_request(client_max_receive_pdu_size=octets)
            answer = association.offer(association.aarq(initiate))
            assert answer in NOT_ACCEPTED

        with step("The usual proposal is accepted as before"):
            association.reopen()
            association.read_logical_device_name()

    with step("It was an AARE whose user-information is the initiate error pdu-size-too-short"):
        reason = refusal_reason(refusing_aare(answer))
        step.foreseen(isinstance(reason, ConfirmedServiceError), "the AARE refuses without a confirmedServiceError")
        assert reason == TOO_SHORT

    with step("A client without any limit is accepted and served"):
        association.end()
        initiate = association.initiate_request(client_max_receive_pdu_size=0)
        aare = association.request_association(association.aarq(initiate))
        step.foreseen(aare.accepted, "size 0, no limit, is refused; widespread servers do that")
        association.read_logical_device_name()
