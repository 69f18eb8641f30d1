"""All APDUs that are known here, by tag; how one is decoded, shown and summed up."""

import re
from typing import Any

from conformance.codec.message import Message
from conformance.codec.tree import Node, hex_text, in_hex
from conformance.dlms.aare import Aare
from conformance.dlms.aarq import Aarq
from conformance.dlms.action import (
    ActionRequestNextPblock,
    ActionRequestNormal,
    ActionRequestWithFirstPblock,
    ActionRequestWithList,
    ActionRequestWithListAndFirstPblock,
    ActionRequestWithPblock,
    ActionResponseNextPblock,
    ActionResponseNormal,
    ActionResponseWithList,
    ActionResponseWithPblock,
)
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import Data
from conformance.dlms.get import (
    GetRequestNext,
    GetRequestNormal,
    GetRequestWithList,
    GetResponseNormal,
    GetResponseWithDatablock,
    GetResponseWithList,
)
from conformance.dlms.initiate import InitiateRequest, InitiateResponse
from conformance.dlms.notification import MOMENT_OR_DATA, DataNotification, EventNotificationRequest
from conformance.dlms.release import Rlre, Rlrq
from conformance.dlms.service_error import ConfirmedServiceError, ExceptionResponse
from conformance.dlms.set import (
    SetRequestNormal,
    SetRequestWithDatablock,
    SetRequestWithFirstDatablock,
    SetRequestWithList,
    SetRequestWithListAndFirstDatablock,
    SetResponseDatablock,
    SetResponseLastDatablock,
    SetResponseLastDatablockWithList,
    SetResponseNormal,
    SetResponseWithList,
)
from conformance.errors import ProtocolViolation

APDUS: tuple[type[Message], ...] = (
    Aarq,
    Aare,
    Rlrq,
    Rlre,
    InitiateRequest,
    InitiateResponse,
    ConfirmedServiceError,
    ExceptionResponse,
    GetRequestNormal,
    GetRequestNext,
    GetRequestWithList,
    GetResponseNormal,
    GetResponseWithDatablock,
    GetResponseWithList,
    SetRequestNormal,
    SetRequestWithFirstDatablock,
    SetRequestWithDatablock,
    SetRequestWithList,
    SetRequestWithListAndFirstDatablock,
    SetResponseNormal,
    SetResponseDatablock,
    SetResponseLastDatablock,
    SetResponseLastDatablockWithList,
    SetResponseWithList,
    ActionRequestNormal,
    ActionRequestNextPblock,
    ActionRequestWithList,
    ActionRequestWithFirstPblock,
    ActionRequestWithListAndFirstPblock,
    ActionRequestWithPblock,
    ActionResponseNormal,
    ActionResponseWithPblock,
    ActionResponseWithList,
    ActionResponseNextPblock,
    DataNotification,
    EventNotificationRequest,
)

_BY_TAG: dict[bytes, type[Message]] = {apdu.layout.tag: apdu for apdu in APDUS}


def apdu_class(octets: bytes) -> type[Message] | None:
    """The class of the APDU that some octets start with; None if there is none here."""
    return _BY_TAG.get(octets[:1]) or _BY_TAG.get(octets[:2])


def decode_apdu(octets: bytes) -> Message:
    """Decode exactly one APDU."""
    found = apdu_class(octets)
    if found is None:
        raise ProtocolViolation(in_hex(octets, 2), "the tag of an APDU", offset=0, field="APDU")
    return found.decode(octets)


def apdu_tree(octets: bytes) -> tuple[Node, str]:
    """An APDU as a tree and as one line; octets that are none are shown with the reason."""
    found = apdu_class(octets)
    if found is None:
        return Node("APDU", hex_text(octets), 0, len(octets)), f"unknown APDU {hex_text(octets, 8)}"
    try:
        decoded = found.decode(octets)
    except ProtocolViolation as violation:
        return Node(title(found), f"malformed: {violation}", 0, len(octets)), f"malformed {title(found)}"
    return found.tree(octets, name=title(found)), summary(decoded)


def title(apdu: type[Message]) -> str:
    """An APDU's name as the standard writes it: AARQ, get-request-normal."""
    name = apdu.__name__
    return name.upper() if len(name) == 4 else re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def summary(apdu: Any) -> str:
    """One line that tells what an APDU is about."""
    details = [
        *(f"({MOMENT_OR_DATA.text(moment)})" for name in _MOMENTS if (moment := getattr(apdu, name, None))),
        f"{ObisCode(apdu.instance_id)} class {apdu.class_id}" if hasattr(apdu, "instance_id") else "",
        f"attribute {apdu.attribute_id}" if hasattr(apdu, "attribute_id") else "",
        f"method {apdu.method_id}" if hasattr(apdu, "method_id") else "",
        *(f"{len(getattr(apdu, several))} {several}" for several in _LISTS if hasattr(apdu, several)),
        _block(getattr(apdu, "block", apdu)),
        _outcome(apdu),
    ]
    return " ".join(filter(None, [title(type(apdu)), *details]))


_LISTS = ("attributes", "methods", "values", "results", "outcomes")
"""Fields of requests and responses with lists, named as a person would."""

_MOMENTS = ("date_time", "time")
"""Fields that say when a server sent a notification."""

_CARRIED = ("result", "notification_body", "attribute_value")
"""Fields with what an APDU is sent for: the data, or why there are none."""


def _block(apdu: Any) -> str:
    """Number and size of a data block; the number alone where one is asked for or confirmed."""
    if not hasattr(apdu, "block_number"):
        return ""
    raw_data = getattr(apdu, "raw_data", getattr(apdu, "result", None))
    size = f", {len(raw_data)} octets" if isinstance(raw_data, bytes) else ""
    return f"{'last ' if getattr(apdu, 'last_block', False) else ''}block {apdu.block_number}{size}"


def _outcome(apdu: Any) -> str:
    if isinstance(apdu, ExceptionResponse):
        return f"{apdu.state_error.label}, {apdu.service_error.label}"
    if isinstance(apdu, Aare):
        return f"{apdu.result.label}, {apdu.result_source_diagnostic.label}"
    result = next((getattr(apdu, field) for field in _CARRIED if hasattr(apdu, field)), None)
    if isinstance(result, Data):
        text = result.label
        return text if len(text) <= 80 else text[:79] + "…"
    return "" if result is None or isinstance(result, bytes) else str(result.label)
