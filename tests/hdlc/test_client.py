"""A client: what it polls for, what it repeats, and what it does not let pass."""

import pytest

from conformance.dlms.hdlc.connection import HdlcState
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.primary import MAX_REPEATED, POLLS_IN_A_TIMEOUT, HdlcPrimary
from conformance.errors import ProtocolViolation
from tests.hdlc.frames import CLIENT, SERVER, response, words

F = FrameKind
TIMEOUT = 100


class Client:
    """A client whose frames are words."""

    def __init__(
        self,
        *,
        retries: int = 0,
        may_repeat: bool = False,
        proposal: HdlcParameters | None = None,
        connected: bool = True,
    ) -> None:
        self.sent: list[HdlcFrame] = []
        proposal = proposal or HdlcParameters()
        self.machine = HdlcPrimary(
            CLIENT,
            SERVER,
            proposal,
            self.sent.append,
            response_timeout_ns=TIMEOUT,
            retries=retries,
            may_repeat=may_repeat,
        )
        if connected:
            self.machine.connect(0)
            self.machine.receive(response(F.UA, information=proposal.encode()), 0)

    def take(self) -> list[str]:
        sent = [words(frame) for frame in self.sent]
        self.sent.clear()
        return sent

    def hear(self, frame: HdlcFrame, now: int = 0) -> list[str]:
        self.sent.clear()
        self.machine.receive(frame, now)
        return self.take()

    def ask(self, data: bytes, now: int = 0) -> list[str]:
        self.sent.clear()
        self.machine.send_data(data, now)
        return self.take()


def data(send_number: int, receive_number: int, *, final: bool = True, more: bool = False) -> HdlcFrame:
    return response(F.I, send_number, receive_number, final=final, information=b"data", more=more)


def test_snrm_without_proposal_has_no_information() -> None:
    client = Client(connected=False)
    client.machine.connect(0)
    assert client.sent[0].information == b""
    assert client.take() == ["SNRM P/F"]


def test_what_comes_is_what_the_server_said() -> None:
    client = Client()
    assert client.ask(b"question") == ["I N(S)=0 N(R)=0 P/F"]
    assert client.hear(data(0, 1)) == []
    assert not client.machine.is_polling
    assert list(client.machine.received_data) == [b"data"]


def test_every_segment_is_confirmed() -> None:
    client = Client()
    client.ask(b"question")
    assert client.hear(data(0, 1, more=True)) == ["RR N(R)=1 P/F"]
    assert client.hear(data(1, 1, more=True)) == ["RR N(R)=2 P/F"]
    assert client.hear(data(2, 1)) == []
    assert list(client.machine.received_data) == [b"datadatadata"]


def test_long_request_waits_for_rr_after_every_window() -> None:
    client = Client(proposal=HdlcParameters(32, 128, 2, 1))
    assert client.hear(response(F.UI, information=b"push", final=False)) == []
    client.machine.parameters = HdlcParameters(32, 128, 2, 1)
    assert client.ask(bytes(100)) == ["I N(S)=0 N(R)=0", "I N(S)=1 N(R)=0 P/F"]
    assert client.hear(response(F.RR, receive_number=2)) == ["I N(S)=2 N(R)=0", "I N(S)=3 N(R)=0 P/F"]
    assert client.hear(data(0, 4)) == []


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(data(1, 1), id="N(S) ahead"),
        pytest.param(data(7, 1), id="N(S) behind"),
        pytest.param(data(0, 2), id="N(R) that confirms what was not sent"),
        pytest.param(response(F.I, 0, 1, information=bytes(129)), id="information too long"),
        pytest.param(response(F.RR, receive_number=1, information=b"data"), id="information in RR"),
        pytest.param(response(F.UA), id="UA within the connection"),
        pytest.param(response(F.SNRM), id="a command"),
        pytest.param(HdlcFrame(CLIENT, SERVER, 0xD7), id="unknown control field"),
    ],
)
def test_violation(frame: HdlcFrame) -> None:
    client = Client()
    client.ask(b"question")
    with pytest.raises(ProtocolViolation):
        client.machine.receive(frame, 0)


@pytest.mark.parametrize(
    "parameters", [HdlcParameters(0), HdlcParameters(128, 0), HdlcParameters(128, 128, 0), HdlcParameters(1, 1, 1, 0)]
)
def test_ua_that_leaves_nothing_to_send_is_a_violation(parameters: HdlcParameters) -> None:
    client = Client(connected=False)
    client.machine.connect(0)
    with pytest.raises(ProtocolViolation):
        client.machine.receive(response(F.UA, information=parameters.encode()), 0)


def test_own_proposal_bounds_what_is_sent() -> None:
    client = Client(connected=False)
    client.machine.connect(0)
    client.machine.receive(response(F.UA, information=HdlcParameters(2030, 2030, 7, 7).encode()), 0)
    assert client.machine.parameters == HdlcParameters(128, 2030, 1, 7)


def test_frame_that_is_never_confirmed_is_given_up() -> None:
    client = Client()
    client.ask(b"question")
    for _ in range(MAX_REPEATED):
        assert client.hear(response(F.RR)) == ["I N(S)=0 N(R)=0 P/F"]
    with pytest.raises(ProtocolViolation, match="a frame repeated 3 times"):
        client.machine.receive(response(F.RR), 0)


def test_rejection_is_kept() -> None:
    client = Client()
    client.ask(b"question")
    assert client.hear(response(F.FRMR, information=b"\x10\x00\x01")) == []
    assert client.machine.state is HdlcState.REJECTED
    assert client.machine.rejection is not None
    assert not client.machine.is_polling


def test_pushed_frame_is_no_answer() -> None:
    client = Client()
    client.ask(b"question")
    assert client.hear(response(F.UI, information=b"push")) == []
    assert client.machine.is_polling
    client.hear(data(0, 1))
    assert list(client.machine.received_data) == [b"data"]


def test_nothing_is_repeated_by_default() -> None:
    client = Client()
    client.ask(b"question")
    assert client.machine.next_deadline() is None
    client.machine.tick(10 * TIMEOUT)
    assert client.take() == []


def test_next_request_after_a_silence_asks_for_the_overdue_answer_first() -> None:
    """IEC 62056-46 6.4.4.9.1: RR with the poll bit, and not the I frame again."""
    client = Client()
    client.ask(b"question")
    assert client.ask(b"more", now=TIMEOUT - 1) == []
    assert client.ask(b"yet more", now=TIMEOUT) == ["RR N(R)=0 P/F"]
    assert client.hear(data(0, 1)) == ["I N(S)=1 N(R)=1 P/F"]


class TestServerThatIsNotReady:
    """RR, or RNR, and the data with a later poll."""

    @pytest.mark.parametrize("kind", [F.RR, F.RNR])
    def test_is_polled_on_while_data_are_wanted(self, kind: F) -> None:
        client = Client()
        client.machine.wants_data = True
        client.ask(b"question")
        assert client.hear(response(kind, receive_number=1)) == []
        due = client.machine.next_deadline()
        assert due is not None
        assert 0 < due < TIMEOUT
        client.machine.tick(due)
        assert client.take() == ["RR N(R)=0 P/F"]
        client.hear(data(0, 1))
        assert list(client.machine.received_data) == [b"data"]

    def test_is_not_polled_on_where_nothing_is_wanted(self) -> None:
        client = Client()
        client.ask(b"question")
        client.hear(response(F.RR, receive_number=1))
        assert client.machine.is_settled
        client.machine.poll(0)
        assert client.take() == ["RR N(R)=0 P/F"]

    @pytest.mark.parametrize(
        "first", [response(F.RR, receive_number=1), data(0, 1, more=True)], ids=["before data", "within data"]
    )
    def test_is_given_up(self, first: HdlcFrame) -> None:
        client = Client()
        client.machine.wants_data = True
        client.ask(b"question")
        client.machine.receive(first, 0)
        now = polls = 0
        while not client.machine.is_settled and polls < 100:
            polls += 1
            now = client.machine.next_deadline() or now
            client.machine.tick(now)
            client.machine.receive(response(F.RR, receive_number=1), now)
        assert polls <= POLLS_IN_A_TIMEOUT + 2
        assert TIMEOUT <= now < 2 * TIMEOUT


class TestOnLinesThatLoseFrames:
    """With retries."""

    def test_unanswered_polls_are_repeated_so_often_and_no_more(self) -> None:
        client = Client(retries=2)
        client.ask(b"question", now=0)
        now = 0
        for _ in range(2):
            now += TIMEOUT
            assert client.machine.next_deadline() == now
            client.machine.tick(now)
            assert client.take() == ["RR N(R)=0 P/F"]
            assert client.machine.repeats_until_ns == 3 * TIMEOUT
        assert client.machine.next_deadline() is None
        assert client.machine.repetitions == 2

    def test_set_up_and_end_are_repeated_as_they_are(self) -> None:
        client = Client(retries=1, connected=False)
        client.machine.connect(0)
        client.machine.tick(TIMEOUT)
        assert client.take() == ["SNRM P/F", "SNRM P/F"]
        client.hear(response(F.UA))
        client.machine.disconnect(0)
        client.machine.tick(TIMEOUT)
        assert client.take() == ["DISC P/F", "DISC P/F"]

    def test_lost_segment_is_asked_for_again(self) -> None:
        client = Client(retries=1, proposal=HdlcParameters(128, 128, 1, 3))
        client.machine.parameters = HdlcParameters(128, 128, 1, 3)
        client.ask(b"question")
        assert client.hear(data(1, 1, final=False, more=True)) == []
        assert client.hear(data(2, 1)) == ["RR N(R)=0 P/F"]
        assert client.hear(data(0, 1, final=False, more=True)) == []
        assert client.hear(data(1, 1, final=False, more=True)) == []
        assert client.hear(data(2, 1)) == []
        assert list(client.machine.received_data) == [b"datadatadata"]

    def test_segment_that_never_comes_is_given_up(self) -> None:
        client = Client(retries=1, proposal=HdlcParameters(128, 128, 1, 3))
        client.machine.parameters = HdlcParameters(128, 128, 1, 3)
        client.ask(b"question")
        for _ in range(MAX_REPEATED):
            assert client.hear(data(1, 1)) == ["RR N(R)=0 P/F"]
        with pytest.raises(ProtocolViolation, match="out of order"):
            client.machine.receive(data(1, 1), 0)

    def test_both_answers_to_a_repeated_poll_are_taken_once(self) -> None:
        client = Client(retries=1)
        client.ask(b"question")
        client.machine.tick(TIMEOUT)
        client.hear(data(0, 1))
        assert client.ask(b"more") == ["I N(S)=1 N(R)=1 P/F"]
        assert client.hear(data(0, 1)) == []
        assert client.hear(data(1, 2)) == []
        assert list(client.machine.received_data) == [b"data", b"data"]

    def test_where_the_line_repeats_frames_what_comes_twice_is_taken_once(self) -> None:
        client = Client(may_repeat=True, connected=False)
        client.machine.connect(0)
        client.hear(response(F.UA))
        assert client.hear(response(F.UA)) == []
        client.ask(b"question")
        client.hear(data(0, 1))
        client.ask(b"more")
        assert client.hear(data(0, 1)) == []
        client.hear(data(1, 2))
        assert list(client.machine.received_data) == [b"data", b"data"]
        client.machine.disconnect(0)
        assert client.hear(data(1, 2)) == []
        client.hear(response(F.UA))
        assert not client.machine.is_connected

    def test_second_ua_to_a_repeated_snrm_changes_nothing(self) -> None:
        client = Client(retries=1, connected=False)
        client.machine.connect(0)
        client.machine.tick(TIMEOUT)
        client.hear(response(F.UA))
        client.ask(b"question")
        assert client.hear(response(F.UA)) == []
        assert client.hear(data(0, 1)) == []
        assert list(client.machine.received_data) == [b"data"]
