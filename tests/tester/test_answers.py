"""Which answers count as what: a refusal in any legal form, and nothing else."""

import pytest

from conformance.codec.message import Message
from conformance.dlms.aare import Aare
from conformance.dlms.acse import AcseServiceUserDiagnostic, ApplicationContext, AssociationResult
from conformance.dlms.action import ActionOutcome, ActionResponseNormal, ActionResponseWithList, ActionResult
from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.get import DataAccessResult, GetResponseNormal, GetResponseWithDatablock, GetResponseWithList
from conformance.dlms.service_error import ExceptionResponse, ServiceError, StateError
from conformance.dlms.set import SetResponseLastDatablock, SetResponseNormal, SetResponseWithList
from conformance.errors import ProtocolViolation
from conformance.tester.answers import (
    ACCEPTED,
    NOT_ACCEPTED,
    NOT_SERVED,
    REFUSED,
    WITHOUT_SUCCESS,
    Answer,
    decode_answer,
    reason_of_its_own,
)

INVOKE = 0xC1
DATA = OCTET_STRING(b"x")
DENIED, SUCCESS = DataAccessResult.READ_WRITE_DENIED, DataAccessResult.SUCCESS
EXCEPTION = ExceptionResponse(StateError.SERVICE_NOT_ALLOWED, ServiceError.OTHER_REASON)
DONE, UNDONE = ActionOutcome(ActionResult.SUCCESS), ActionOutcome(ActionResult.READ_WRITE_DENIED)


def aare(result: AssociationResult) -> Aare:
    return Aare(
        application_context_name=ApplicationContext.LN.oid,
        result=result,
        result_source_diagnostic=AcseServiceUserDiagnostic.NULL,
    )


@pytest.mark.parametrize(
    ("answer", "is_refused"),
    [
        (GetResponseNormal(INVOKE, DENIED), True),
        (GetResponseNormal(INVOKE, SUCCESS), False),  # which brings no data, and refuses nothing either
        (GetResponseNormal(INVOKE, DATA), False),
        (GetResponseWithDatablock(INVOKE, True, 1, DENIED), True),
        (GetResponseWithDatablock(INVOKE, True, 1, b"x"), False),
        (GetResponseWithList(INVOKE, [DENIED, DENIED]), True),
        (GetResponseWithList(INVOKE, [DENIED, DATA]), False),
        (SetResponseNormal(INVOKE, DENIED), True),
        (SetResponseNormal(INVOKE, SUCCESS), False),
        (SetResponseLastDatablock(INVOKE, DENIED, 1), True),
        (SetResponseWithList(INVOKE, [DENIED, SUCCESS]), False),
        (ActionResponseNormal(INVOKE, ActionResult.READ_WRITE_DENIED), True),
        (ActionResponseNormal(INVOKE, ActionResult.SUCCESS), False),
        (ActionResponseWithList(INVOKE, [UNDONE, UNDONE]), True),
        (ActionResponseWithList(INVOKE, [UNDONE, DONE]), False),
        (aare(AssociationResult.REJECTED_PERMANENT), False),
    ],
)
def test_a_response_refuses_if_nothing_in_it_is_success(answer: Message, is_refused: bool) -> None:
    assert (answer in REFUSED) is is_refused
    assert (answer in WITHOUT_SUCCESS) is is_refused
    assert answer not in NOT_SERVED


@pytest.mark.parametrize("answer", [None, EXCEPTION])
def test_no_apdu_and_an_exception_turn_down_the_service_as_a_whole(answer: Answer) -> None:
    assert answer in NOT_SERVED
    assert answer in WITHOUT_SUCCESS
    assert answer in NOT_ACCEPTED
    assert answer not in REFUSED


def test_an_aare_accepts_or_refuses() -> None:
    accepted, refused = aare(AssociationResult.ACCEPTED), aare(AssociationResult.REJECTED_PERMANENT)
    assert [one in ACCEPTED for one in (accepted, refused, None)] == [True, False, False]
    assert [one in NOT_ACCEPTED for one in (accepted, refused)] == [False, True]


def test_a_reason_of_its_own_is_none_that_the_object_list_contradicts() -> None:
    assert reason_of_its_own(GetResponseNormal(INVOKE, DataAccessResult.TEMPORARY_FAILURE)).startswith("refused with")
    for other in (GetResponseNormal(INVOKE, DENIED), GetResponseNormal(INVOKE, DATA), EXCEPTION, None):
        assert reason_of_its_own(other) == ""


@pytest.mark.parametrize(
    ("apdu", "rule"),
    [
        ("c401c107", "DLMS-GET-NORMAL"),  # neither data nor a result
        ("c401c1000905aa", "DLMS-DATA-AXDR"),
        ("c401", "DLMS-GET-NORMAL"),
        ("c501c1", "DLMS-SET-NORMAL"),
        ("c701c1", "DLMS-ACTION-NORMAL"),
        ("c701c10307", "DLMS-ACTION-REFUSAL"),
    ],
)
def test_what_is_malformed_breaks_the_rule_that_asks_for_it(apdu: str, rule: str) -> None:
    with pytest.raises(ProtocolViolation) as violation:
        decode_answer(bytes.fromhex(apdu))
    assert violation.value.rule == rule
