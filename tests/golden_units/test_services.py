"""How the golden meter serves GET, SET and ACTION."""

import pytest

from conformance.dlms.action import ActionRequestNormal, ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data import encode_data
from conformance.dlms.data_types import NULL_DATA, OCTET_STRING, UNSIGNED, structure
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal
from conformance.dlms.initiate import Conformance, InitiateResponse
from conformance.dlms.service import SelectiveAccess
from conformance.dlms.service_error import ExceptionResponse, ServiceError
from conformance.dlms.set import SetRequestNormal
from golden_units.cosem.association_server import SERVER_MAX_RECEIVE_PDU_SIZE
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from golden_units.electricity_meter.settings import MANAGEMENT_CLIENT, READING_CLIENT
from tests.golden_units.client import Client, manager

NAME = "0-0:42.0.0.255"
WRITABLE = "0-0:96.1.1.255"


@pytest.mark.parametrize(
    ("class_id", "name", "attribute_id", "result"),
    [
        (1, "0-0:199.255.255.255", 2, DataAccessResult.OBJECT_UNDEFINED),
        (3, NAME, 2, DataAccessResult.OBJECT_CLASS_INCONSISTENT),
        (1, NAME, 3, DataAccessResult.READ_WRITE_DENIED),
        (15, "0-0:40.0.0.255", 7, DataAccessResult.READ_WRITE_DENIED),
    ],
)
def test_refused_get(class_id: int, name: str, attribute_id: int, result: DataAccessResult) -> None:
    assert manager().get(class_id, name, attribute_id).result == result


def test_selective_access_is_refused() -> None:
    client = manager()
    access = SelectiveAccess(1, NULL_DATA())
    request = GetRequestNormal(0xC1, 1, bytes((0, 0, 42, 0, 0, 255)), 2, access)
    assert client.ask(request, GetResponseNormal).result == DataAccessResult.SCOPE_OF_ACCESS_VIOLATED


def test_attribute_0_is_all_attributes_with_null_for_the_unreadable() -> None:
    client = manager()
    attributes = list(client.get(15, "0-0:40.0.0.255", 0).data)
    assert len(attributes) == 9
    assert attributes[0] == OCTET_STRING(bytes((0, 0, 40, 0, 0, 255)))
    assert attributes[6] == NULL_DATA()


def test_a_request_may_be_as_long_as_was_negotiated_and_no_longer() -> None:
    client = manager()
    frame = len(SetRequestNormal(0xC1, 1, ObisCode(WRITABLE), 2, None, OCTET_STRING(bytes(1000))).encode()) - 1000
    room = SERVER_MAX_RECEIVE_PDU_SIZE - frame
    assert client.set(1, WRITABLE, 2, OCTET_STRING(bytes(room))).result == DataAccessResult.OTHER_REASON
    longer = SetRequestNormal(0xC1, 1, ObisCode(WRITABLE), 2, None, OCTET_STRING(bytes(room + 1)))
    assert client.ask(longer, ExceptionResponse).service_error == ServiceError.PDU_TOO_LONG


def test_an_answer_may_be_as_long_as_the_client_takes_in_and_no_longer() -> None:
    whole = Client()
    whole.open(proposed_conformance=Conformance.GET)
    length = len(whole.get(1, NAME, 2).encode())
    for size, fits in ((length, True), (length - 1, False)):
        client = Client()
        client.open(client_max_receive_pdu_size=size, proposed_conformance=Conformance.GET)
        assert client.get(1, NAME, 2).refused is not fits


def test_attribute_0_needs_its_bit() -> None:
    client = Client()
    client.open(proposed_conformance=Conformance.GET)
    assert client.get(1, NAME, 0).refused


def test_answer_that_does_not_fit_is_refused_to_clients_without_blocks() -> None:
    client = Client()
    client.open(client_max_receive_pdu_size=64, proposed_conformance=Conformance.GET)
    assert client.get(15, "0-0:40.0.0.255", 2).result == DataAccessResult.OTHER_REASON
    assert not client.get(1, NAME, 2).refused


@pytest.mark.parametrize("size", [1024, 60])
def test_request_that_is_too_long_is_refused(size: int) -> None:
    client = Client(MANAGEMENT_CLIENT, ElectricityMeter(MeterSettings(server_max_receive_pdu_size=size)))
    negotiated = InitiateResponse.decode(client.open().user_information or b"")
    assert negotiated.server_max_receive_pdu_size == size
    value = OCTET_STRING(bytes(size))
    answer = client.send(SetRequestNormal(0xC1, 1, bytes((0, 0, 96, 1, 1, 255)), 2, None, value).encode())
    assert isinstance(answer, ExceptionResponse)
    assert answer.service_error == ServiceError.PDU_TOO_LONG


def test_written_value_is_kept_if_type_and_length_allow() -> None:
    client = manager()
    assert client.set(1, WRITABLE, 2, OCTET_STRING(bytes(32))).result == DataAccessResult.SUCCESS
    assert client.set(1, WRITABLE, 2, OCTET_STRING(b"new")).result == DataAccessResult.SUCCESS
    assert client.set(1, WRITABLE, 2, UNSIGNED(1)).result == DataAccessResult.TYPE_UNMATCHED
    assert client.set(1, WRITABLE, 2, OCTET_STRING(bytes(33))).result == DataAccessResult.OTHER_REASON
    assert client.get(1, WRITABLE, 2).data == OCTET_STRING(b"new")


def test_rights_are_those_of_the_client() -> None:
    reader = Client(READING_CLIENT)
    reader.open()
    assert reader.set(1, WRITABLE, 2, OCTET_STRING(b"new")).result == DataAccessResult.READ_WRITE_DENIED
    assert reader.act(70, "0-0:96.3.10.255", 1).result == ActionResult.READ_WRITE_DENIED
    assert manager().set(1, NAME, 2, OCTET_STRING(b"new")).result == DataAccessResult.READ_WRITE_DENIED


def test_unconfirmed_set_and_action_get_no_answer() -> None:
    client = manager()
    written = SetRequestNormal(0x81, 1, bytes((0, 0, 96, 1, 1, 255)), 2, None, OCTET_STRING(b"new"))
    assert client.send(written.encode()) is None
    assert client.get(1, WRITABLE, 2).data == OCTET_STRING(b"new")
    assert client.send(ActionRequestNormal(0x81, 70, bytes((0, 0, 96, 3, 10, 255)), 1).encode()) is None
    assert client.get(70, "0-0:96.3.10.255", 3).data.value == 0


@pytest.mark.parametrize("length", range(1, 13))
def test_cut_request_is_an_exception(length: int) -> None:
    client = manager()
    request = GetRequestNormal(0xC1, 1, bytes((0, 0, 42, 0, 0, 255)), 2).encode()
    assert isinstance(client.send(request[:length]), ExceptionResponse)


@pytest.mark.parametrize("apdu", [b"\xbf\x01", b"\xc0\x04\xc1", b"\xd9\x00", b"\x00"])
def test_unknown_apdu_is_an_exception(apdu: bytes) -> None:
    assert isinstance(manager().send(apdu), ExceptionResponse)


def test_service_that_was_not_negotiated_is_an_exception() -> None:
    client = Client()
    client.open(proposed_conformance=Conformance.SET)
    answer = client.send(GetRequestNormal(0xC1, 1, bytes((0, 0, 42, 0, 0, 255)), 2).encode())
    assert isinstance(answer, ExceptionResponse)
    assert answer.service_error == ServiceError.SERVICE_NOT_SUPPORTED


def test_wrong_type_does_not_count_as_structure() -> None:
    assert encode_data(structure(UNSIGNED(1))) == bytes.fromhex("02 01 11 01")
    assert manager().set(1, WRITABLE, 2, structure(UNSIGNED(1))).result == DataAccessResult.TYPE_UNMATCHED
