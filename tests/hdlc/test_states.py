"""The state table of a data link connection, entry by entry, and what a server answers in each mode."""

from collections.abc import Callable

import pytest

from conformance.dlms.hdlc.connection import HdlcConnection, HdlcState
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.secondary import HdlcSecondary
from conformance.errors import HarnessError, ProtocolViolation
from tests.hdlc.frames import CLIENT, SERVER, command, words

NDM, SETTING_UP, NRM = HdlcState.DISCONNECTED, HdlcState.SETTING_UP, HdlcState.CONNECTED
REJECTED, CLEARING = HdlcState.REJECTED, HdlcState.CLEARING
F = FrameKind

TABLE = {
    #             NDM         SETTING_UP  NRM         REJECTED    CLEARING
    F.SNRM: (SETTING_UP, SETTING_UP, SETTING_UP, SETTING_UP, SETTING_UP),
    F.DISC: (CLEARING, CLEARING, CLEARING, CLEARING, CLEARING),
    F.UA: (None, NRM, None, None, NDM),
    F.DM: (NDM, NDM, NDM, NDM, NDM),
    F.FRMR: (None, None, REJECTED, REJECTED, None),
    F.I: (None, None, NRM, None, None),
    F.RR: (None, None, NRM, None, None),
    F.RNR: (None, None, NRM, None, None),
    F.UI: (NDM, SETTING_UP, NRM, REJECTED, CLEARING),
}
STATES = (NDM, SETTING_UP, NRM, REJECTED, CLEARING)
ENTRIES = [(state, kind, after) for kind, row in TABLE.items() for state, after in zip(STATES, row, strict=True)]


def connection(state: HdlcState, *, is_strict: bool = True) -> HdlcConnection:
    made = HdlcConnection(SERVER, CLIENT, HdlcParameters(), lambda frame: None, is_strict=is_strict)
    made.state = state
    return made


def test_the_table_knows_every_kind_of_frame() -> None:
    assert set(TABLE) == set(FrameKind)
    assert set(STATES) == set(HdlcState)


@pytest.mark.parametrize(("state", "kind", "after"), ENTRIES, ids=lambda value: getattr(value, "name", "none"))
def test_entry(state: HdlcState, kind: FrameKind, after: HdlcState | None) -> None:
    """The same step whoever sends; what the table does not know is a violation of the peer, or our own mistake."""
    receiving, sending, tester = connection(state), connection(state), connection(state, is_strict=False)
    tester.sent(kind)
    if after is None:
        with pytest.raises(ProtocolViolation):
            receiving.received(kind)
        with pytest.raises(HarnessError):
            sending.sent(kind)
        assert tester.deviations == [f"{kind.name} sent in state {state.name}"]
    else:
        receiving.received(kind)
        sending.sent(kind)
        assert receiving.state is sending.state is tester.state is after
        assert not tester.deviations


class Server:
    """A server whose answers are words; it answers every data unit by itself."""

    def __init__(self, abilities: HdlcParameters | None = None) -> None:
        self.sent: list[HdlcFrame] = []
        abilities = abilities or HdlcParameters(128, 128, 1, 1)
        self.machine = HdlcSecondary(SERVER, CLIENT, abilities, self.sent.append, inactivity_timeout_ns=100)

    def hear(self, frame: HdlcFrame, now: int = 0) -> list[str]:
        self.sent.clear()
        self.machine.receive(frame, now)
        while self.machine.received_data:
            self.machine.queue_data(self.machine.received_data.popleft())
        self.machine.respond()
        return [words(sent) for sent in self.sent]


def in_ndm() -> Server:
    return Server()


def in_nrm() -> Server:
    server = Server()
    assert server.hear(command(F.SNRM)) == ["UA P/F"]
    return server


def rejected() -> Server:
    server = in_nrm()
    assert server.hear(command(F.RR, receive_number=5)) == ["FRMR P/F"]
    return server


UNKNOWN = HdlcFrame(SERVER, CLIENT, 0xD7, b"data")
LONG = command(F.I, information=bytes(129))

ANSWERS = [
    (in_ndm, command(F.SNRM), ["UA P/F"], NRM),
    (in_ndm, command(F.SNRM, poll=False), [], NDM),
    (in_ndm, command(F.SNRM, information=b"\x81"), ["DM P/F"], NDM),
    (in_ndm, command(F.SNRM, information=HdlcParameters(0, 128, 1, 1).encode()), ["DM P/F"], NDM),
    (in_ndm, command(F.DISC), ["DM P/F"], NDM),
    (in_ndm, command(F.I, information=b"data"), ["DM P/F"], NDM),
    (in_ndm, command(F.I, information=b"data", poll=False), [], NDM),
    (in_ndm, command(F.RR), ["DM P/F"], NDM),
    (in_ndm, command(F.UI, information=b"data"), [], NDM),
    (in_ndm, UNKNOWN, ["DM P/F"], NDM),
    (in_nrm, command(F.SNRM), ["UA P/F"], NRM),
    (in_nrm, command(F.DISC), ["UA P/F"], NDM),
    (in_nrm, command(F.DISC, poll=False), [], NRM),
    (in_nrm, command(F.RR), ["RR N(R)=0 P/F"], NRM),
    (in_nrm, command(F.RNR), ["RR N(R)=0 P/F"], NRM),
    (in_nrm, command(F.RR, poll=False), [], NRM),
    (in_nrm, command(F.RR, receive_number=1), ["FRMR P/F"], REJECTED),
    (in_nrm, command(F.RR, receive_number=1, poll=False), [], REJECTED),
    (in_nrm, command(F.RR, information=b"data"), ["FRMR P/F"], REJECTED),
    (in_nrm, command(F.I, information=b"data"), ["I N(S)=0 N(R)=1 P/F"], NRM),
    (in_nrm, command(F.I, information=b"data", more=True), ["RR N(R)=1 P/F"], NRM),
    (in_nrm, command(F.I, information=b"data", poll=False), [], NRM),
    (in_nrm, command(F.I, send_number=1, information=b"data"), ["RR N(R)=0 P/F"], NRM),
    (in_nrm, LONG, ["FRMR P/F"], REJECTED),
    (in_nrm, command(F.UI, information=b"data", poll=False), [], NRM),
    (in_nrm, command(F.UI, information=b"data"), ["RR N(R)=0 P/F"], NRM),
    (in_nrm, UNKNOWN, ["FRMR P/F"], REJECTED),
    (in_nrm, command(F.UA), ["FRMR P/F"], REJECTED),
    (rejected, command(F.RR), ["FRMR P/F"], REJECTED),
    (rejected, command(F.I, information=b"data"), ["FRMR P/F"], REJECTED),
    (rejected, command(F.RR, poll=False), [], REJECTED),
    (rejected, command(F.DISC), ["UA P/F"], NDM),
    (rejected, command(F.SNRM), ["UA P/F"], NRM),
]


@pytest.mark.parametrize(("before", "frame", "answers", "after"), ANSWERS)
def test_server_answers(before: Callable[[], Server], frame: HdlcFrame, answers: list[str], after: HdlcState) -> None:
    server = before()
    assert server.hear(frame) == answers
    assert server.machine.state is after


def test_rejection_without_poll_waits_for_the_next_poll() -> None:
    server = in_nrm()
    assert server.hear(command(F.I, receive_number=3, poll=False)) == []
    assert server.hear(command(F.RR)) == ["FRMR P/F"]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (UNKNOWN, "D7 00 01"),
        (command(F.RR, information=b"data"), "11 00 03"),
        (LONG, "10 00 04"),
        (command(F.RR, receive_number=1), "31 00 08"),
    ],
)
def test_rejection_names_the_frame_and_the_reason(frame: HdlcFrame, reason: str) -> None:
    """Rejected control field, V(R) and V(S), bits w x y z (ISO/IEC 13239 5.5.3.4.2)."""
    server = in_nrm()
    server.hear(frame)
    assert server.sent[0].information.hex(" ").upper() == reason


def test_poll_while_disconnected_is_not_answered_after_connecting() -> None:
    server = in_ndm()
    assert server.hear(command(F.UI, information=b"data")) == []
    assert server.hear(command(F.SNRM)) == ["UA P/F"]


def test_connection_ends_after_the_inactivity_time() -> None:
    server = in_nrm()
    server.hear(command(F.RR), now=60)
    server.machine.tick(159)
    assert server.machine.is_connected
    assert server.machine.next_deadline() == 160
    server.machine.tick(160)
    assert server.hear(command(F.DISC), now=161) == ["DM P/F"]
    assert server.machine.next_deadline() is None
