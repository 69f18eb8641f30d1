"""APDUs in HDLC frames, over a serial line, a pseudo-terminal or a TCP converter (IEC 62056-46)."""

import contextlib
from collections import deque
from collections.abc import Iterator

from conformance.clock import NANOSECONDS
from conformance.codec.tree import hex_text
from conformance.dlms.hdlc.connection import HdlcState
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.primary import HdlcPrimary
from conformance.dlms.llc import LLC_COMMAND, LLC_RESPONSE, strip_llc
from conformance.errors import NoAnswer, ProtocolViolation, under
from conformance.steps import Step
from conformance.tester.exchange import Exchange
from conformance.tester.hdlc_answers import response_in, unasked
from conformance.tester.hdlc_by_hand import EMPTY_GROUP, SEGMENTATION, HdlcByHand, agreed_in
from conformance.tester.hdlc_by_hand import HdlcSettings as HdlcSettings
from conformance.tolerances import UA_WITHOUT_PARAMETERS

OCTETS_AROUND_INFORMATION = 16
"""Flags, format, the longest addresses, control and check sequences."""


class HdlcLink(HdlcByHand):
    """A data link connection to one server address, kept by a protocol machine unless a case works by hand."""

    framing = "hdlc"

    def __init__(
        self, exchange: Exchange, step: Step, *, client_sap: int, server_sap: int, settings: HdlcSettings
    ) -> None:
        super().__init__(exchange, step, client_sap=client_sap, server_sap=server_sap, settings=settings)
        self._is_unsure = False
        """True once a case has worked by hand: the machine may be wrong about the state of the DUT."""

        self._may_answer_raw = False
        """True after octets that the machine knows nothing of: what comes may be their answer."""

        self._unnumbered: deque[bytes] = deque()
        """Responses that came in UI frames: no answer to a request, but no refusal of it either."""

        self.connection = self._new_connection()

    def _new_connection(self, proposal: HdlcParameters | None = None) -> HdlcPrimary:
        proposed = proposal or self.settings.proposal
        longest = (proposed.max_info_transmit + OCTETS_AROUND_INFORMATION) * proposed.window_transmit
        return HdlcPrimary(
            self.local,
            self.peer,
            proposed,
            self._emit,
            response_timeout_ns=self.exchange.timing.silence_bound_ns(longest),
            retries=self.settings.retries,
            may_repeat=self.settings.may_repeat,
            is_strict=False,
        )

    # The data link connection.

    def connect(self, proposal: HdlcParameters | None = None) -> None:
        """SNRM and UA; without a proposal the one of the bench."""
        self.open_port()
        if self.connection.is_connected and proposal is None and not self._is_unsure:
            return
        self._is_unsure = False
        self.connection = self._new_connection(proposal)
        self.apdus.clear()  # of the connection before, which SNRM ends
        # A proposal of its own makes a refusal the business of the case that makes it.
        with under("DLMS-HDLC-SNRM") if proposal is None else contextlib.nullcontext():
            self._set_up()

    def _set_up(self) -> None:
        self.connection.connect(self.exchange.now)
        self._wait(lambda: not self.connection.is_polling, "an answer to SNRM")
        if self.is_closed and self._reopen_if_allowed():
            self._set_up()
            return
        if self.is_closed:
            raise self._hung_up("an answer to SNRM")
        if not self.connection.is_connected:
            raise ProtocolViolation(self.latest or "no frame", "UA P/F", field="answer to SNRM")
        if self.latest_ua is not None and not (
            self.latest_ua.information == EMPTY_GROUP and self.tolerates(UA_WITHOUT_PARAMETERS)
        ):
            agreed_in(self.latest_ua)

    def disconnect(self) -> bool:
        if not self.exchange.is_open or self.is_closed:
            return False
        if self.connection.state is HdlcState.DISCONNECTED and not self._is_unsure:
            return False
        self._is_unsure = False
        self.connection.disconnect(self.exchange.now)
        with under("DLMS-HDLC-DISC"):
            self._wait(lambda: not self.connection.is_polling, "UA or DM")
        return not self.is_closed

    def hang_up(self) -> None:
        super().hang_up()
        self._is_unsure = False
        self.connection = self._new_connection()

    def closed(self, why: str, now: int) -> None:
        super().closed(why, now)
        self._is_unsure = False
        self.connection = self._new_connection()

    @contextlib.contextmanager
    def by_hand(self) -> Iterator[None]:
        self._is_unsure = True
        with super().by_hand():
            yield

    @property
    def is_ended(self) -> bool:
        return self.is_closed or not self.connection.is_connected

    # APDUs.

    def information_frame(self, apdu: bytes) -> HdlcFrame:
        """The I frame in which an APDU would leave now; the machine's numbers stay as they are."""
        return self.apdu_frame(apdu, (self.connection.send_number, self.connection.receive_number))

    def frame(self, apdu: bytes) -> bytes:
        return self.information_frame(apdu).encode()

    @property
    def has_answered_without_apdu(self) -> bool:
        return self.connection.is_settled

    def receive_apdu(self, wanted: str) -> bytes:
        """The next APDU; a DUT that answers RR or RNR is not ready yet, and polled on."""
        with self._polling_on():
            apdu = super().receive_apdu(wanted)
        self._await_final_bit()
        return apdu

    @contextlib.contextmanager
    def _polling_on(self) -> Iterator[None]:
        """While this lasts, a DUT that has nothing to send is asked again, for as long as an answer may take."""
        self.connection.wants_data = True
        if not self.apdus and self._may_have_more:
            self.connection.poll(self.exchange.now)
        try:
            yield
        finally:
            self.connection.wants_data = False

    def _await_final_bit(self) -> None:
        """The final bit may stand on an RR behind the data; until then the right to send is the DUT's."""
        if self.connection.is_polling and not (self.is_closed or self.apdus):
            with under("DLMS-HDLC-POLL-FINAL"):
                self._wait(lambda: not self.connection.is_polling, "a frame with the final bit")

    def receive_apdu_or_silence(self) -> bytes | None:
        """The next APDU, or None. RR and RNR are polled on before they are taken for none; UI may bring it too."""
        with self._polling_on():
            apdu = super().receive_apdu_or_silence()
        if apdu is not None:
            self._await_final_bit()
        elif self._unnumbered:
            apdu = self._unnumbered.popleft()
        if apdu is None:
            self._expect_no_garbage()
            if self.connection.is_assembling:
                raise NoAnswer(self.unfinished(), "a segment that ends the data unit", rule=SEGMENTATION)
        return apdu

    @property
    def _may_have_more(self) -> bool:
        """True after an answer that carried no APDU and left the connection as it is."""
        connection = self.connection
        return self._was_answered and connection.is_connected and connection.is_settled and not self.is_closed

    def send_apdu(self, apdu: bytes) -> None:
        self.permit(apdu)
        self._unnumbered.clear()
        self.connection.send_data(LLC_COMMAND + apdu, self.exchange.now)

    def _send_again(self) -> bool:
        """A connection has to be set up first, and only that is done again."""
        return False

    def send_octets(self, octets: bytes) -> None:
        self._may_answer_raw = True
        super().send_octets(octets)

    def _emit(self, frame: HdlcFrame) -> None:
        self.send_frame(frame)
        self._may_answer_raw = False

    def _pass_on(self, frame: HdlcFrame, now: int) -> None:
        may_send = self.connection.is_polling or self._may_answer_raw
        if not may_send and frame.kind is not FrameKind.UI:
            if self.connection.has_repetitions:
                return  # the poll was repeated, and both were answered
            raise unasked(frame)
        response = response_in(frame)
        if response is not None:
            self._unnumbered.append(response)
        self.connection.receive(frame, now)
        while self.connection.received_data:
            self.take_in(strip_llc(self.connection.received_data.popleft(), LLC_RESPONSE))

    # Time.

    @property
    def _worked_ns(self) -> int:
        return self.exchange.now - self.connection.repetitions * self.connection.response_timeout_ns

    @property
    def _repeats_for_ns(self) -> int:
        return 0 if self._is_by_hand else max(0, self.connection.repeats_until_ns - self.exchange.now)

    def next_deadline(self) -> int | None:
        """While a frame is coming in, only its end counts; a poll is not repeated into it."""
        if self.receiver.held:
            return self.receiver.next_deadline()
        return self.connection.next_deadline()

    def tick(self, now: int) -> None:
        self.receiver.tick(now)
        if not self.receiver.held:
            self.connection.tick(now)

    # Words.

    def describe(self) -> str:
        rate = self.exchange.timing.octets_per_second
        baud = f", {rate * 10:.0f} baud" if rate else ""
        return f"HDLC, client {self.local}, server {self.peer}{baud}, 8N1"

    def unfinished(self) -> str:
        count, held = self.receiver.count, self.receiver.held
        said = [
            f"{self.latest} and nothing more" if self.latest else "",
            f"frames with a wrong check sequence: {count.corrupted}" if count.corrupted else "",
            f"{count.noise_octets + len(held)} octets that are no frame{self._pause()}"
            if count.noise_octets or held
            else "",
            hex_text(held, 16),
        ]
        return ", ".join(filter(None, said))

    def _pause(self) -> str:
        """Why octets may be no frame that were all there."""
        pause_ns, most_ns = self.receiver.count.longest_pause_ns, self.receiver.inter_octet_timeout_ns
        if not pause_ns:
            return ""
        pause, most = (f"{1000 * span / NANOSECONDS:.0f} ms" for span in (pause_ns, most_ns))
        return f" (with a pause of {pause}; one of {most} ends a frame)"
