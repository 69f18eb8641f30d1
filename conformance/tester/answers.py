"""Sets of answers that a case looks for with `in`, each with the words that a report shows.

    assert answer in NOT_SERVED

`None` stands for no APDU at all: silence, hanging up, or an answer of the data
link layer alone. What the standards leave open to a server that refuses is
gathered here, so that no case forgets one of the legal ways.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from conformance.codec.message import Message
from conformance.dlms.aare import Aare
from conformance.dlms.action import (
    ActionResponseNextPblock,
    ActionResponseNormal,
    ActionResponseWithList,
    ActionResponseWithPblock,
)
from conformance.dlms.apdu import apdu_class, decode_apdu, summary, title
from conformance.dlms.get import DataAccessResult, GetResponseNormal, GetResponseWithDatablock, GetResponseWithList
from conformance.dlms.release import Rlre
from conformance.dlms.service_error import ConfirmedServiceError, ExceptionResponse
from conformance.dlms.set import (
    SetResponseDatablock,
    SetResponseLastDatablock,
    SetResponseLastDatablockWithList,
    SetResponseNormal,
    SetResponseWithList,
)
from conformance.errors import ProtocolViolation, under

M = TypeVar("M", bound=Message)

NO_APDU = "no APDU"
"""Found where an answer has to come and nothing did."""

Answer = Message | None


@dataclass(frozen=True, slots=True)
class Answers:
    """A set of answers: `label` says for a report what belongs to it."""

    label: str
    holds: Callable[[Any], bool]

    def __contains__(self, answer: object) -> bool:
        return self.holds(answer)


def _is_not_served(answer: Answer) -> bool:
    return answer is None or isinstance(answer, ExceptionResponse | ConfirmedServiceError)


def _is_refused(answer: Answer) -> bool:
    single = GetResponseNormal | GetResponseWithDatablock | SetResponseNormal | SetResponseLastDatablock
    if isinstance(answer, single | ActionResponseNormal):
        return answer.refused and answer.result != DataAccessResult.SUCCESS  # a GET may say success, and bring no data
    return _refuses_each(answer)


def _refuses_each(answer: Answer) -> bool:
    """True for the response to a list in which nothing has success."""
    if isinstance(answer, GetResponseWithList | SetResponseWithList):
        return all(isinstance(result, DataAccessResult) and bool(result) for result in answer.results)
    return isinstance(answer, ActionResponseWithList) and all(bool(outcome.result) for outcome in answer.outcomes)


def _is_refusing_aare(answer: Answer) -> bool:
    return isinstance(answer, Aare) and not answer.accepted


NOT_SERVED = Answers("exception-response, confirmed-service-error, no APDU", _is_not_served)
"""The service as a whole is turned down."""

REFUSED = Answers("a response that names why not", _is_refused)
"""The service answers, and its result is not success."""

WITHOUT_SUCCESS = Answers(
    "a refusing response, exception-response, confirmed-service-error, no APDU",
    lambda answer: _is_not_served(answer) or _is_refused(answer),
)
"""Nothing was read, written or done, however the server says so."""

DENIALS = (
    DataAccessResult.READ_WRITE_DENIED,
    DataAccessResult.OBJECT_UNDEFINED,
    DataAccessResult.OBJECT_CLASS_INCONSISTENT,
    DataAccessResult.TYPE_UNMATCHED,
    DataAccessResult.SCOPE_OF_ACCESS_VIOLATED,
)
"""Results that contradict an object list which grants the access; a device may have any other reason, for a while."""

_HELD_AGAINST = {
    *DENIALS,
    DataAccessResult.NO_LONG_GET_IN_PROGRESS,  # as an action-result: no long ACTION
    DataAccessResult.NO_LONG_SET_IN_PROGRESS,
    DataAccessResult.DATA_BLOCK_NUMBER_INVALID,
}


def reason_of_its_own(answer: Answer) -> str:
    """Why a DUT does not do now what it may do at other times, in words; empty if it did, or says what is not so.

    Long transfers are broken off for want of memory, hardware fails: no standard forbids that.
    """
    result = getattr(answer, "result", None)
    if answer in NOT_SERVED or answer not in REFUSED or result is None or int(result) in _HELD_AGAINST:
        return ""
    return "" if int(result) == DataAccessResult.SUCCESS else f"refused with {result.label}"


ACCEPTED = Answers("an accepting AARE", lambda answer: isinstance(answer, Aare) and answer.accepted)

NOT_ACCEPTED = Answers(
    "a refusing AARE, exception-response, confirmed-service-error, no APDU",
    lambda answer: _is_not_served(answer) or _is_refusing_aare(answer),
)
"""No association was opened."""

AARQ_ANSWERS = Answers(
    "an AARE, exception-response, confirmed-service-error, no APDU",
    lambda answer: _is_not_served(answer) or isinstance(answer, Aare),
)
"""Whatever may come back after an AARQ."""


_RULES: dict[type[Message], str] = {
    Aare: "DLMS-ACSE-AARE",
    Rlre: "DLMS-ACSE-RELEASE",
    GetResponseNormal: "DLMS-GET-NORMAL",
    SetResponseNormal: "DLMS-SET-NORMAL",
    ActionResponseNormal: "DLMS-ACTION-NORMAL",
    GetResponseWithDatablock: "DLMS-GET-BLOCKS",
    GetResponseWithList: "DLMS-GET-LIST",
    SetResponseDatablock: "DLMS-SET-BLOCKS",
    SetResponseLastDatablock: "DLMS-SET-BLOCKS",
    SetResponseLastDatablockWithList: "DLMS-SET-LIST",
    SetResponseWithList: "DLMS-SET-LIST",
    ActionResponseWithPblock: "DLMS-ACTION-BLOCKS",
    ActionResponseNextPblock: "DLMS-ACTION-BLOCKS",
    ActionResponseWithList: "DLMS-ACTION-LIST",
}
"""The rules that ask for an answer of some kind; one that is malformed breaks its own."""

_RESULT_AT = 3
"""Octets before the result of a response: tag, type, invoke-id. A GET tells there whether data follow."""


def decode_answer(apdu: bytes) -> Message:
    """Decode an APDU of the DUT; a malformed one is a violation of the rule that asks for it."""
    kind = apdu_class(apdu)
    rule = _RULES.get(kind, "") if kind else ""
    if kind is ActionResponseNormal and apdu[_RESULT_AT : _RESULT_AT + 1].strip(b"\0"):
        rule = "DLMS-ACTION-REFUSAL"
    try:
        with under(rule):
            return decode_apdu(apdu)
    except ProtocolViolation as violation:
        if kind is GetResponseNormal and (violation.offset or 0) > _RESULT_AT:
            violation.rule = "DLMS-DATA-AXDR"
        raise


def the_one(answer: Answer, kind: type[M]) -> M:
    """The answer as the one kind that may come; any other is a violation."""
    if isinstance(answer, kind):
        return answer
    found = NO_APDU if answer is None else summary(answer)
    raise ProtocolViolation(found, title(kind), field="APDU")


def refusing_aare(answer: Answer) -> Aare:
    """The AARE that turns down a valid AARQ.

    A responder that refuses says so in an AARE (ITU-T X.227 7.1): silence, hanging up and
    any other APDU break that rule, whatever the reason for refusing. What is no valid
    AARQ may be passed over in silence; see NOT_ACCEPTED.
    """
    with under(_RULES[Aare]):
        return the_one(answer, Aare)


def refusal_reason(aare: Aare) -> Message | None:
    """What the user-information of a refusing AARE holds: a confirmedServiceError, an InitiateResponse, nothing."""
    return None if aare.user_information is None else decode_apdu(aare.user_information)
