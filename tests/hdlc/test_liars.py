"""No case of the link layers believes a DUT that does what is right up to some answer, and then lies.

Every answer that a case waits for is once left out, replaced or repeated. A lie
that leaves PASS is listed here with its reason, or is none.
"""

import functools
from collections.abc import Callable
from typing import Any

import pytest

from golden_units.electricity_meter import ElectricityMeter
from golden_units.unit import Output
from tests.hdlc.attempts import Attempts, answers_until_postamble, link_cases
from tests.hdlc.attempts import attempts as attempts


class Liar:
    """A golden meter whose answers go through a lie, from one of them on or at one of them only."""

    def __init__(self, lie: Callable[["Liar", bytes], list[bytes | None]], at: int, end: int) -> None:
        self._meter = ElectricityMeter()
        self._lie = lie
        self.at = at
        self._end = end
        self.count = 0
        self.before = b""
        """The answer before this one."""

        self.has_lied = False
        """True if something else than the right answer came, before the case was over."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._meter, name)

    def receive(self, port: str, octets: bytes, now: int) -> list[Output]:
        return self._twist(self._meter.receive(port, octets, now))

    def tick(self, now: int) -> list[Output]:
        return self._twist(self._meter.tick(now))

    def _twist(self, outputs: list[Output]) -> list[Output]:
        twisted: list[Output] = []
        for port, octets in outputs:
            assert octets is not None
            told = self._lie(self, octets)
            self.has_lied |= told != [octets] and self.count < self._end
            twisted += [(port, part) for part in told]
            self.count += 1
            self.before = octets
        return twisted


def once(lie: Callable[[Liar, bytes], list[bytes | None]]) -> Callable[[Liar, bytes], list[bytes | None]]:
    return lambda liar, answer: lie(liar, answer) if liar.count == liar.at else [answer]


def from_then_on(lie: Callable[[Liar, bytes], list[bytes | None]]) -> Callable[[Liar, bytes], list[bytes | None]]:
    return lambda liar, answer: lie(liar, answer) if liar.count >= liar.at else [answer]


GARBAGE = bytes.fromhex("00 FF 13 55") * 5


def inverted(answer: bytes) -> bytes:
    """A frame with one wrong bit in its check sequence; a wrapper PDU has none, so nothing could be noticed."""
    return answer[:-3] + bytes((answer[-3] ^ 4,)) + answer[-2:] if answer.startswith(b"\x7e") else answer


LIES: dict[str, Callable[[Liar, bytes], list[bytes | None]]] = {
    "falls silent": from_then_on(lambda liar, answer: []),
    "leaves one out": once(lambda liar, answer: []),
    "hangs up": once(lambda liar, answer: [None]),
    "sends garbage once": once(lambda liar, answer: [GARBAGE]),
    "sends garbage": from_then_on(lambda liar, answer: [GARBAGE]),
    "sends its last answer once": once(lambda liar, answer: [liar.before or answer]),
    "sends its last answer": from_then_on(lambda liar, answer: [liar.before or answer]),
    "answers twice once": once(lambda liar, answer: [answer, answer]),
    "answers twice": from_then_on(lambda liar, answer: [answer, answer]),
    "cuts its answer": once(lambda liar, answer: [answer[:-1]]),
    "inverts a bit": once(lambda liar, answer: [inverted(answer)]),
}

OPTIONAL = ("leaves one out", "hangs up")
"""Right where the standards let a DUT stay silent, or a case lets it hang up."""

NO_LIES = {
    ("DLMS-HDLC-014", OPTIONAL): "DM in disconnected mode may be left out",
    ("DLMS-HDLC-015", OPTIONAL): "so may FRMR",
    ("DLMS-HDLC-023", OPTIONAL): "so may FRMR",
    ("DLMS-HDLC-031", OPTIONAL): "so may FRMR",
    ("DLMS-HDLC-025", OPTIONAL): "what comes instead of an APDU is free",
    ("DLMS-HDLC-025", ("sends its last answer once",)): "what comes instead of an APDU is free, RR among it",
    ("DLMS-HDLC-013", ("sends its last answer once",)): "UA is UA, with parameters or without",
    (
        "DLMS-WRAPPER-010",
        ("hangs up",),
    ): "after a release the DUT may close the connection",
    ("DLMS-WRAPPER-009", ("leaves one out",)): "a GET without association may be passed over",
    ("DLMS-HDLC-022", ("cuts its answer",)): "the flag that is missing opens the next frame",
}


_COUNTS: dict[str, int] = {}


def honest_answers(case_id: str, attempts: Attempts) -> int:
    """How many answers the golden meter gives before the case is over."""
    if case_id not in _COUNTS:
        honest = attempts.run(case_id, ElectricityMeter)
        assert honest["verdict"] == "PASS"
        _COUNTS[case_id] = answers_until_postamble(honest)
    return _COUNTS[case_id]


def _same(liar: Liar) -> Liar:
    return liar


def is_no_lie(case_id: str, lie: str) -> bool:
    return any(case_id == case and lie in lies for case, lies in NO_LIES)


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("case_id", link_cases())
def test_no_case_believes_a_liar(case_id: str, lie: str, attempts: Attempts) -> None:
    count = honest_answers(case_id, attempts)
    for at in range(count):
        liar = Liar(LIES[lie], at, count)
        result = attempts.run(case_id, functools.partial(_same, liar))
        assert result["verdict"] in ("PASS", "INCONCLUSIVE", "FAIL"), result["reason"]
        if result["verdict"] != "PASS" or not liar.has_lied or is_no_lie(case_id, lie):
            continue
        # The last answer of a case may come twice: nobody listens any more, but the way back notices.
        assert lie.startswith("answers twice"), f"PASS although the DUT {lie} from answer {at} on"
        assert at == count - 1
