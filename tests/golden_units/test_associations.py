"""How the golden meter opens and ends associations."""

import pytest

from conformance.dlms.aare import Aare
from conformance.dlms.acse import COSEM_PREFIX, AcseServiceProviderDiagnostic, Mechanism
from conformance.dlms.acse import AcseServiceUserDiagnostic as User
from conformance.dlms.apdu import decode_apdu
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.initiate import Conformance, InitiateResponse
from conformance.dlms.release import Rlre, Rlrq
from conformance.dlms.service_error import (
    ConfirmedService,
    ConfirmedServiceError,
    ErrorClass,
    ExceptionResponse,
    InitiateError,
)
from golden_units.electricity_meter.settings import MANAGEMENT_CLIENT, READING_CLIENT
from tests.golden_units.client import Client, manager

LDN = GetRequestNormal(0xC1, 1, bytes((0, 0, 42, 0, 0, 255)), 2)


def test_everything_that_both_sides_can_do_is_negotiated() -> None:
    response = InitiateResponse.decode(Client().open().user_information or b"")
    services = Conformance.GET | Conformance.SET | Conformance.ACTION
    others = Conformance.PRIORITY_MANAGEMENT | Conformance.ATTRIBUTE_0_WITH_GET | Conformance.SELECTIVE_ACCESS
    blocks = Conformance.BLOCK_TRANSFER_WITH_GET_OR_READ | Conformance.BLOCK_TRANSFER_WITH_SET_OR_WRITE
    lists = Conformance.MULTIPLE_REFERENCES | Conformance.BLOCK_TRANSFER_WITH_ACTION
    assert response.negotiated_conformance == services | others | blocks | lists


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"proposed_dlms_version_number": 5}, InitiateError.DLMS_VERSION_TOO_LOW),
        ({"proposed_conformance": Conformance(0)}, InitiateError.INCOMPATIBLE_CONFORMANCE),
        ({"client_max_receive_pdu_size": 11}, InitiateError.PDU_SIZE_TOO_SHORT),
    ],
)
def test_initiate_error(changes: dict[str, int], error: InitiateError) -> None:
    client = Client()
    aare = client.ask(client.aarq(**changes), Aare)
    assert aare.result_source_diagnostic is User.NO_REASON_GIVEN
    wanted = ConfirmedServiceError(ConfirmedService.INITIATE_ERROR, ErrorClass.INITIATE, error)
    assert decode_apdu(aare.user_information or b"") == wanted
    assert isinstance(client.send(LDN.encode()), ExceptionResponse)


def test_an_aarq_that_is_refused_ends_the_association_that_was_open() -> None:
    client = Client()
    client.open()
    client.ask(client.aarq(proposed_dlms_version_number=5), Aare)
    assert isinstance(client.send(LDN.encode()), ExceptionResponse)


@pytest.mark.parametrize("size", [0, 12])
def test_smallest_and_unlimited_clients_are_accepted(size: int) -> None:
    Client().open(client_max_receive_pdu_size=size)


def test_unknown_context_and_version_are_refused_with_their_diagnostics() -> None:
    client = Client()
    aarq = client.aarq()
    aarq.application_context_name = COSEM_PREFIX + bytes((1, 2))
    assert client.ask(aarq, Aare).result_source_diagnostic is User.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED
    aarq = client.aarq()
    aarq.protocol_version = bytes((6, 0x40))
    wanted = AcseServiceProviderDiagnostic.NO_COMMON_ACSE_VERSION
    assert client.ask(aarq, Aare).result_source_diagnostic is wanted


@pytest.mark.parametrize("sap", [READING_CLIENT, MANAGEMENT_CLIENT])
def test_low_level_security(sap: int) -> None:
    client = Client(sap)
    aarq = client.aarq()
    aarq.calling_authentication_value = b"12345679"
    assert client.ask(aarq, Aare).result_source_diagnostic is User.AUTHENTICATION_FAILURE
    aarq.mechanism_name = Mechanism.HLS.oid
    assert client.ask(aarq, Aare).result_source_diagnostic is User.AUTHENTICATION_MECHANISM_NAME_NOT_RECOGNIZED
    aarq.mechanism_name = None
    assert client.ask(aarq, Aare).result_source_diagnostic is User.AUTHENTICATION_MECHANISM_NAME_REQUIRED
    assert isinstance(client.send(LDN.encode()), ExceptionResponse)
    client.open()
    assert isinstance(client.send(LDN.encode()), GetResponseNormal)


def test_any_number_of_cut_aarqs_opens_nothing() -> None:
    client = Client()
    whole = client.aarq().encode()
    for length in range(1, len(whole)):
        answer = client.send(whole[:length])
        assert not (isinstance(answer, Aare) and answer.accepted)
        assert isinstance(client.send(LDN.encode()), ExceptionResponse)
    client.open()


def test_release_ends_the_association_and_a_second_release_is_none() -> None:
    client = manager()
    assert isinstance(client.send(Rlrq().encode()), Rlre)
    assert isinstance(client.send(LDN.encode()), ExceptionResponse)
    assert isinstance(client.send(Rlrq().encode()), ExceptionResponse)


def test_second_aarq_replaces_the_association() -> None:
    client = manager()
    client.open(proposed_conformance=Conformance.SET)
    assert isinstance(client.send(LDN.encode()), ExceptionResponse)
    client.open()
    assert isinstance(client.send(LDN.encode()), GetResponseNormal)


def test_response_that_is_not_allowed_is_not_sent() -> None:
    client = Client()
    assert client.send(client.aarq(response_allowed=False).encode()) is None
    assert isinstance(client.send(LDN.encode()), GetResponseNormal)


def test_end_of_the_connection_and_restart_end_the_association() -> None:
    client = manager()
    client.meter.disconnect(client.port, 0)
    client.meter.connect(client.port, "wrapper", 0)
    assert isinstance(client.send(LDN.encode()), ExceptionResponse)
    client.open()
    assert client.meter.control("power_cycle", 0) == [(client.port, None)]
    assert isinstance(client.send(LDN.encode()), ExceptionResponse)


def test_unknown_client_gets_no_answer() -> None:
    client = Client(99)
    assert client.send(client.aarq().encode()) is None
