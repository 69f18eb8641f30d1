"""Faults in carrying data over a data link connection: numbers, segments, window, poll bit, LLC header."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dlms.hdlc.control import POLL_FINAL, Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.secondary import HdlcSecondary
from conformance.dlms.llc import LLC_COMMAND, LLC_OCTETS, LLC_RESPONSE
from golden_units.cosem.hdlc_session import HdlcSession
from golden_units.defects.base import Defect

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer


class SkipsNumberSeven(HdlcSecondary):
    def send_window(self) -> None:
        self.send_number %= 7
        super().send_window()


class SharesNumbers(HdlcSession):
    """Has one connection for all clients of a logical device, and answers whoever asked last."""

    def connection(self, frame: HdlcFrame) -> HdlcSecondary:
        for (_, destination), shared in self.connections.items():
            if destination == frame.destination:
                shared.peer = frame.source
                return shared
        return super().connection(frame)


class IgnoresSendNumber(HdlcSecondary):
    def take(self, frame: HdlcFrame, control: Control) -> None:
        super().take(frame, control._replace(send_number=self.receive_number))


class IgnoresLowestBitOfSendNumber(HdlcSecondary):
    ignored = 1

    def take(self, frame: HdlcFrame, control: Control) -> None:
        if control.send_number | self.ignored == self.receive_number | self.ignored:
            control = control._replace(send_number=self.receive_number)
        super().take(frame, control)


class IgnoresMiddleBitOfSendNumber(IgnoresLowestBitOfSendNumber):
    ignored = 2


class IgnoresHighestBitOfSendNumber(IgnoresLowestBitOfSendNumber):
    ignored = 4


class ServesRepetitionsAnew(HdlcSecondary):
    """Executes a repeated request again and sends the new answer in place of the old one, all under right numbers."""

    def refuse_number(self, control: Control) -> None:
        is_repeated = control.send_number == (self.receive_number - 1) % 8
        if is_repeated and len(self._queue) == 1:
            self._queue.clear()
            self._requeued = 0
            self.received_data.append(self._latest)

    def take(self, frame: HdlcFrame, control: Control) -> None:
        if control.kind is FrameKind.I:
            self._latest = frame.information
        super().take(frame, control)


class ForgetsAnswers(HdlcSecondary):
    """Keeps no answer once it is sent, so that a lost one is lost for ever."""

    def acknowledge(self, control: Control) -> None:
        super().acknowledge(control._replace(poll_final=False))
        self._unacknowledged.clear()


class SendsLongSegments(HdlcSecondary):
    def queue_data(self, data: bytes) -> None:
        agreed = self.parameters
        self.parameters = replace(agreed, max_info_transmit=agreed.max_info_transmit + 1)
        super().queue_data(data)
        self.parameters = agreed


class NeverSetsSegmentationBit(HdlcSession):
    def encode(self, frame: HdlcFrame) -> bytes:
        frame.segmented = False
        return super().encode(frame)


class IgnoresSegmentationBit(HdlcSecondary):
    def take(self, frame: HdlcFrame, control: Control) -> None:
        frame.segmented = False
        super().take(frame, control)


class TakesLongInformation(HdlcSecondary):
    def take(self, frame: HdlcFrame, control: Control) -> None:
        agreed = self.parameters
        self.parameters = replace(agreed, max_info_receive=2047)
        super().take(frame, control)
        self.parameters = agreed


class CutsLongInformation(HdlcSecondary):
    def take(self, frame: HdlcFrame, control: Control) -> None:
        frame.information = frame.information[: self.parameters.max_info_receive]
        super().take(frame, control)


class IgnoresWindow(HdlcSecondary):
    def send_window(self) -> None:
        agreed = self.parameters
        self.parameters = replace(agreed, window_transmit=7)
        super().send_window()
        self.parameters = agreed


class AnswersWithoutPoll(HdlcSecondary):
    def respond(self) -> None:
        self._is_polled = self._is_polled or self.has_data_to_send
        super().respond()


class SetsFinalBitAlways(HdlcSession):
    def encode(self, frame: HdlcFrame) -> bytes:
        frame.control |= POLL_FINAL
        return super().encode(frame)


class AnswersBehindCommandHeader(HdlcSession):
    def serve_data(self, association: AssociationServer, data: bytes, now: int) -> bytes | None:
        answer = super().serve_data(association, data, now)
        return None if answer is None else LLC_COMMAND + answer[LLC_OCTETS:]


class TakesResponseHeader(HdlcSession):
    def serve_data(self, association: AssociationServer, data: bytes, now: int) -> bytes | None:
        is_response = data.startswith(LLC_RESPONSE)
        return super().serve_data(association, LLC_COMMAND + data[LLC_OCTETS:] if is_response else data, now)


class IgnoresLlcHeader(HdlcSession):
    def serve_data(self, association: AssociationServer, data: bytes, now: int) -> bytes | None:
        return super().serve_data(association, LLC_COMMAND + data[LLC_OCTETS:], now)


class RepeatsLlcHeader(HdlcSecondary):
    def queue_data(self, data: bytes) -> None:
        apdu, room = data[LLC_OCTETS:], self.parameters.max_info_transmit - LLC_OCTETS
        parts = [apdu[at : at + room] for at in range(0, len(apdu), room)]
        super().queue_data(b"".join(LLC_RESPONSE + part for part in parts))


DEFECTS = (
    Defect(
        "hdlc-skips-number-seven",
        "DLMS-HDLC-SEQUENCE",
        "N(S) counts modulo seven.",
        parts={"hdlc_secondary": SkipsNumberSeven},
    ),
    Defect(
        "hdlc-shares-numbers",
        "DLMS-HDLC-SEQUENCE",
        "All clients of a logical device share one pair of sequence numbers.",
        parts={"hdlc_session": SharesNumbers},
    ),
    Defect(
        "hdlc-ignores-send-number",
        "DLMS-HDLC-RETRANSMISSION",
        "I frames are served whatever their N(S) is, so a repeated request is executed again.",
        parts={"hdlc_secondary": IgnoresSendNumber},
    ),
    Defect(
        "hdlc-ignores-lowest-bit-of-send-number",
        "DLMS-HDLC-RETRANSMISSION",
        "I frames are served even if the lowest bit of their N(S) is wrong.",
        parts={"hdlc_secondary": IgnoresLowestBitOfSendNumber},
    ),
    Defect(
        "hdlc-ignores-middle-bit-of-send-number",
        "DLMS-HDLC-RETRANSMISSION",
        "I frames are served even if the middle bit of their N(S) is wrong.",
        parts={"hdlc_secondary": IgnoresMiddleBitOfSendNumber},
    ),
    Defect(
        "hdlc-ignores-highest-bit-of-send-number",
        "DLMS-HDLC-RETRANSMISSION",
        "I frames are served even if the highest bit of their N(S) is wrong.",
        parts={"hdlc_secondary": IgnoresHighestBitOfSendNumber},
    ),
    Defect(
        "hdlc-serves-repetitions-anew",
        "DLMS-HDLC-RETRANSMISSION",
        "A repeated request is executed again and answered anew, under the right numbers.",
        parts={"hdlc_secondary": ServesRepetitionsAnew},
    ),
    Defect(
        "hdlc-forgets-answers",
        "DLMS-HDLC-RETRANSMISSION",
        "An answer that is not confirmed is never sent again.",
        parts={"hdlc_secondary": ForgetsAnswers},
    ),
    Defect(
        "hdlc-sends-long-segments",
        "DLMS-HDLC-SEGMENTATION",
        "Segments are one octet longer than agreed.",
        parts={"hdlc_secondary": SendsLongSegments},
    ),
    Defect(
        "hdlc-never-sets-segmentation-bit",
        "DLMS-HDLC-SEGMENTATION",
        "The frames of a long answer lack the segmentation bit.",
        parts={"hdlc_session": NeverSetsSegmentationBit},
    ),
    Defect(
        "hdlc-ignores-segmentation-bit",
        "DLMS-HDLC-SEGMENTATION",
        "Every segment of a request is served as if it were the whole.",
        parts={"hdlc_secondary": IgnoresSegmentationBit},
    ),
    Defect(
        "hdlc-takes-long-information",
        "DLMS-HDLC-INFO-LENGTH",
        "Information fields longer than agreed are served.",
        parts={"hdlc_secondary": TakesLongInformation},
    ),
    Defect(
        "hdlc-cuts-long-information",
        "DLMS-HDLC-INFO-LENGTH",
        "Information fields longer than agreed are cut to the agreed length and served.",
        parts={"hdlc_secondary": CutsLongInformation},
    ),
    Defect(
        "hdlc-ignores-window",
        "DLMS-HDLC-WINDOW",
        "Up to seven frames are sent without waiting for RR, whatever window was agreed.",
        parts={"hdlc_secondary": IgnoresWindow},
    ),
    Defect(
        "hdlc-answers-without-poll",
        "DLMS-HDLC-POLL-FINAL",
        "A request without the poll bit is answered at once.",
        parts={"hdlc_secondary": AnswersWithoutPoll},
    ),
    Defect(
        "hdlc-sets-final-bit-always",
        "DLMS-HDLC-POLL-FINAL",
        "Every frame of an answer has the final bit, not only the last.",
        parts={"hdlc_session": SetsFinalBitAlways},
    ),
    Defect(
        "hdlc-answers-behind-command-header",
        "DLMS-HDLC-LLC",
        "Answers stand behind the LLC header of a command.",
        parts={"hdlc_session": AnswersBehindCommandHeader},
    ),
    Defect(
        "hdlc-takes-response-header",
        "DLMS-HDLC-LLC",
        "Requests behind the LLC header of a response are served.",
        parts={"hdlc_session": TakesResponseHeader},
    ),
    Defect(
        "hdlc-ignores-llc-header",
        "DLMS-HDLC-LLC",
        "The first three octets of a request are skipped, whatever they are.",
        parts={"hdlc_session": IgnoresLlcHeader},
    ),
    Defect(
        "hdlc-repeats-llc-header",
        "DLMS-HDLC-LLC",
        "Every segment of an answer begins with the LLC header.",
        parts={"hdlc_secondary": RepeatsLlcHeader},
    ),
)
