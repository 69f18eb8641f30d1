"""The codec rows in dlms-cosem; run by that library's own interpreter."""

from dlms_cosem import cosem, enumerations
from dlms_cosem.protocol import acse, xdlms
from dlms_cosem.utils import parse_as_dlms_data
from measure import answer_requests
from rows import AARE, AARQ, GET_REQUEST, GET_RESPONSE, NAMES, PROFILE_RESPONSE, ROWS

attribute = cosem.CosemAttribute(
    interface=enumerations.CosemInterface.DATA, instance=cosem.Obis.from_bytes(GET_REQUEST[5:11]), attribute=2
)
aarq = acse.ApplicationAssociationRequest.from_bytes(AARQ)


request = xdlms.GetRequestNormal(cosem_attribute=attribute)


def get_request() -> bytes:
    return request.to_bytes()


def get_response() -> object:
    return parse_as_dlms_data(xdlms.GetResponseNormal.from_bytes(GET_RESPONSE).data)


def profile() -> object:
    return parse_as_dlms_data(xdlms.GetResponseNormal.from_bytes(PROFILE_RESPONSE).data)


assert get_request() == GET_REQUEST
assert bytes(get_response()) == GET_RESPONSE[6:]
assert len(profile()) == ROWS
assert aarq.to_bytes() == AARQ
operations = (
    get_request,
    get_response,
    profile,
    aarq.to_bytes,
    lambda: acse.ApplicationAssociationResponse.from_bytes(AARE),
)
answer_requests(dict(zip(NAMES, operations, strict=True)))
