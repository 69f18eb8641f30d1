"""Sets of answers that a case looks for with `in`, each with the words that a report shows.

    assert answer in NOT_SERVED

`None` stands for no APDU at all: silence, hanging up, or an answer of the data
link layer alone. What the standards leave open to a server that refuses is
gathered here, so that no case forgets one of the legal ways.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conformance.codec.message import Message
from conformance.dlms.aare import Aare
from conformance.dlms.action import ActionResponseNormal
from conformance.dlms.apdu import decode_apdu
from conformance.dlms.get import GetResponseNormal
from conformance.dlms.service_error import ConfirmedServiceError, ExceptionResponse
from conformance.dlms.set import SetResponseNormal

Answer = Message | None


@dataclass(frozen=True, slots=True)
class Answers:
    """A set of answers: `label` says for a report what belongs to it."""

    label: str
    holds: Callable[[Any], bool]

    def __contains__(self, answer: Answer) -> bool:
        return self.holds(answer)


def _is_not_served(answer: Answer) -> bool:
    return answer is None or isinstance(answer, ExceptionResponse | ConfirmedServiceError)


def _is_refused(answer: Answer) -> bool:
    return isinstance(answer, GetResponseNormal | SetResponseNormal | ActionResponseNormal) and answer.refused


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

NOT_ACCEPTED = Answers(
    "a refusing AARE, exception-response, confirmed-service-error, no APDU",
    lambda answer: _is_not_served(answer) or _is_refusing_aare(answer),
)
"""No association was opened."""


def refusal_reason(aare: Aare) -> Message | None:
    """The xDLMS APDU in the user-information of a refusing AARE: a confirmedServiceError, an InitiateResponse, or none."""
    return None if aare.user_information is None else decode_apdu(aare.user_information)
