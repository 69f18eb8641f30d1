"""Faults in setting up, keeping and ending a data link connection."""

from conformance.dlms.hdlc.connection import HdlcState
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.secondary import HdlcSecondary
from golden_units.cosem.hdlc_session import HdlcSession
from golden_units.defects.base import Defect


class IgnoresProposal(HdlcSecondary):
    def agreement(self, information: bytes) -> HdlcParameters | None:
        return HdlcParameters(2030, 2030, 7, 7)


class ForgetsAgreement(HdlcSecondary):
    def accept_connection(self, frame: HdlcFrame, control: Control) -> None:
        super().accept_connection(frame, control)
        self.parameters = self.abilities


class AnnouncesParametersAndHasNone(HdlcSecondary):
    def send_frame(self, kind: FrameKind, *, poll_final: bool = True, information: bytes = b"") -> None:
        shown = b"\x81\x80\x00" if kind is FrameKind.UA and information else information
        super().send_frame(kind, poll_final=poll_final, information=shown)

    def agreement(self, information: bytes) -> HdlcParameters | None:
        return HdlcParameters()


class ConfirmsSnrmWithoutFinalBit(HdlcSecondary):
    def send_frame(self, kind: FrameKind, *, poll_final: bool = True, information: bytes = b"") -> None:
        super().send_frame(kind, poll_final=poll_final and kind is not FrameKind.UA, information=information)


class AnswersSnrmWithoutPoll(HdlcSecondary):
    def accept_connection(self, frame: HdlcFrame, control: Control) -> None:
        super().accept_connection(frame, control._replace(poll_final=True))


class KeepsNumbersOnSnrm(HdlcSecondary):
    def agree(self, parameters: HdlcParameters) -> None:
        numbers = self.send_number, self.receive_number
        super().agree(parameters)
        self.send_number, self.receive_number = numbers


class StaysConnectedAfterDisc(HdlcSecondary):
    def accept_disconnection(self, control: Control) -> None:
        was_connected, parameters = self.is_connected, self.parameters
        super().accept_disconnection(control)
        if was_connected:
            self.state, self.parameters = HdlcState.CONNECTED, parameters


class ConfirmsDiscWithoutConnection(HdlcSecondary):
    def accept_disconnection(self, control: Control) -> None:
        self.received(FrameKind.DISC)
        self.send_frame(FrameKind.UA)
        self.reset()


class DiscEndsEveryConnection(HdlcSession):
    def serve(self, frame: HdlcFrame, now: int) -> None:
        super().serve(frame, now)
        if frame.kind is FrameKind.DISC:
            for connection in self.connections.values():
                connection.reset()
                connection.state = HdlcState.DISCONNECTED


class ConnectsOnInformation(HdlcSecondary):
    def receive(self, frame: HdlcFrame, now: int) -> None:
        if frame.kind is FrameKind.I and self.state is HdlcState.DISCONNECTED:
            self.state = HdlcState.CONNECTED
        super().receive(frame, now)


class AnswersRrWhileDisconnected(HdlcSecondary):
    def answer_out_of_mode(self, control: Control) -> None:
        if control.kind is FrameKind.RR and self.state is HdlcState.DISCONNECTED:
            self._emit(HdlcFrame(self.peer, self.local, Control(FrameKind.RR, True).encode()))
        else:
            super().answer_out_of_mode(control)


class ConfirmsUnknownCommands(HdlcSecondary):
    def receive(self, frame: HdlcFrame, now: int) -> None:
        if frame.kind is None and self.is_connected:
            self._emit(HdlcFrame(self.peer, self.local, Control(FrameKind.UA, True).encode()))
        else:
            super().receive(frame, now)


class ServesUnknownCommands(HdlcSecondary):
    def receive(self, frame: HdlcFrame, now: int) -> None:
        if frame.kind is None and self.is_connected:
            frame.control = Control(FrameKind.I, True, self.receive_number, self.send_number).encode()
        super().receive(frame, now)


class NeverTimesOut(HdlcSecondary):
    def next_deadline(self) -> int | None:
        return None


class CountsUi(HdlcSecondary):
    def accept_unnumbered(self, frame: HdlcFrame, control: Control) -> None:
        super().accept_unnumbered(frame, control)
        self.receive_number = (self.receive_number + 1) % 8


DEFECTS = (
    Defect(
        "hdlc-ignores-proposal",
        "DLMS-HDLC-NEGOTIATION",
        "UA carries the server's own limits even where the client proposed less.",
        parts={"hdlc_secondary": IgnoresProposal},
    ),
    Defect(
        "hdlc-forgets-agreement",
        "DLMS-HDLC-NEGOTIATION",
        "UA carries what was agreed, but the server goes on with its own limits.",
        parts={"hdlc_secondary": ForgetsAgreement},
    ),
    Defect(
        "hdlc-ua-without-final-bit",
        "DLMS-HDLC-SNRM",
        "UA comes without the final bit.",
        parts={"hdlc_secondary": ConfirmsSnrmWithoutFinalBit},
    ),
    Defect(
        "hdlc-answers-snrm-without-poll",
        "DLMS-HDLC-POLL-FINAL",
        "SNRM is answered by UA although it has no poll bit.",
        parts={"hdlc_secondary": AnswersSnrmWithoutPoll},
    ),
    Defect(
        "hdlc-ua-with-empty-group",
        "DLMS-HDLC-NEGOTIATION",
        "UA announces a group of parameters of length 0.",
        parts={"hdlc_secondary": AnnouncesParametersAndHasNone},
    ),
    Defect(
        "hdlc-snrm-keeps-numbers",
        "DLMS-HDLC-SNRM",
        "SNRM within a connection leaves the sequence numbers where they were.",
        parts={"hdlc_secondary": KeepsNumbersOnSnrm},
    ),
    Defect(
        "hdlc-stays-connected-after-disc",
        "DLMS-HDLC-DISC",
        "DISC is answered by UA, but the connection goes on.",
        parts={"hdlc_secondary": StaysConnectedAfterDisc},
    ),
    Defect(
        "hdlc-confirms-disc-without-connection",
        "DLMS-HDLC-DISC",
        "DISC is answered by UA even if there was no connection.",
        parts={"hdlc_secondary": ConfirmsDiscWithoutConnection},
    ),
    Defect(
        "hdlc-disc-ends-every-connection",
        "DLMS-HDLC-DISC",
        "DISC of one client ends the connections of all clients.",
        parts={"hdlc_session": DiscEndsEveryConnection},
    ),
    Defect(
        "hdlc-information-frame-connects",
        "DLMS-HDLC-NDM",
        "An I frame without a connection is served, as if SNRM had come before it.",
        parts={"hdlc_secondary": ConnectsOnInformation},
    ),
    Defect(
        "hdlc-rr-while-disconnected",
        "DLMS-HDLC-NDM",
        "RR without a connection is answered by RR.",
        parts={"hdlc_secondary": AnswersRrWhileDisconnected},
    ),
    Defect(
        "hdlc-confirms-unknown-commands",
        "DLMS-HDLC-CONTROL",
        "Commands that are not defined are answered by UA.",
        parts={"hdlc_secondary": ConfirmsUnknownCommands},
    ),
    Defect(
        "hdlc-serves-unknown-commands",
        "DLMS-HDLC-CONTROL",
        "Commands that are not defined are served like I frames.",
        parts={"hdlc_secondary": ServesUnknownCommands},
    ),
    Defect(
        "hdlc-never-times-out",
        "DLMS-HDLC-INACTIVITY",
        "The connection outlasts the inactivity time.",
        parts={"hdlc_secondary": NeverTimesOut},
    ),
    Defect(
        "hdlc-counts-ui-frames",
        "DLMS-HDLC-UI",
        "A UI frame moves the receive number as if it were an I frame.",
        parts={"hdlc_secondary": CountsUi},
    ),
)
