"""The handle of a case on one application association: open, ask, release."""

import contextlib
from collections.abc import Iterator
from typing import Any

from conformance.codec.length import LENGTH
from conformance.dlms.aare import Aare
from conformance.dlms.aarq import Aarq, aarq_for
from conformance.dlms.acse import AcseServiceUserDiagnostic
from conformance.dlms.association import AssociationEvent
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import LONG_UNSIGNED, Data
from conformance.dlms.initiate import Conformance, InitiateRequest, InitiateResponse
from conformance.dlms.release import Rlre, Rlrq
from conformance.errors import BenchError, NoAnswer, ProtocolViolation, eased_by, under
from conformance.reason_codes import NO_ANSWER_YET, NO_SECOND_CLIENT, UNANSWERED
from conformance.steps import Inconclusive
from conformance.tester.answers import Answer
from conformance.tester.dut import LOOK, NO_OTHER, Credentials, Dut, given_up
from conformance.tester.hdlc_link import HdlcLink
from conformance.tester.link import Link
from conformance.tester.services import ABSENT_OBJECT as ABSENT_OBJECT
from conformance.tester.services import LOGICAL_DEVICE_NAME as LOGICAL_DEVICE_NAME
from conformance.tester.services import Services
from conformance.tester.wrapper_link import WrapperLink
from conformance.tolerances import AARE_WITHOUT_INITIATE_RESPONSE, RELEASE_UNANSWERED

OPENED = "DLMS-ACSE-AARE"
"""The rule that a usual AARQ opens an association."""

RELEASED = "DLMS-ACSE-RELEASE"
"""The rule that RLRQ ends it, and is answered."""

INACTIVITY_TIME_OUT = AttributeDescriptor(23, ObisCode("0-0:22.0.0.255"), 8)
"""Of the usual IEC HDLC setup; in seconds, 0 for never."""

USUAL_INACTIVITY_TIMEOUT_S = 120.0
"""Keeps links alive where nothing is declared or shown."""

PROPOSED = (
    Conformance.GET
    | Conformance.SET
    | Conformance.ACTION
    | Conformance.SELECTIVE_ACCESS
    | Conformance.PRIORITY_MANAGEMENT
    | Conformance.ATTRIBUTE_0_WITH_GET
    | Conformance.ATTRIBUTE_0_WITH_SET
    | Conformance.BLOCK_TRANSFER_WITH_GET_OR_READ
    | Conformance.BLOCK_TRANSFER_WITH_SET_OR_WRITE
    | Conformance.BLOCK_TRANSFER_WITH_ACTION
    | Conformance.MULTIPLE_REFERENCES
)
"""What the tester proposes unless a case proposes something else."""


class Association(Services):
    """One client's association with one server, over a link."""

    def __init__(self, link: Link, credentials: Credentials, dut: Dut, *, may_change: bool) -> None:
        super().__init__(link, credentials, dut, may_change=may_change)
        self.negotiated: InitiateResponse | None = None
        """What was agreed to, of the association that was opened last."""

        self._proposed: Aarq | bytes = b""
        self._shows_secret = False
        """True if the latest AARQ carries the declared secret."""

        self._has_departed = False
        """True once an AARQ went out without it: what is refused from then on may be a lock, and no fault of it."""

    @property
    def is_open(self) -> bool:
        return self.machine.is_associated and not self.link.is_closed

    @property
    def largest_request(self) -> int:
        is_agreed = self.machine.is_associated and self.negotiated is not None
        return self.negotiated.server_max_receive_pdu_size if is_agreed and self.negotiated else 0

    # Opening.

    def initiate_request(self, **changes: Any) -> InitiateRequest:
        """The InitiateRequest that opens this association, with some fields changed."""
        return InitiateRequest(**{"proposed_conformance": PROPOSED, **changes})

    def aarq(self, initiate: InitiateRequest | None = None) -> Aarq:
        """The AARQ that opens this association, for cases that change it first."""
        self._permit()
        return aarq_for(initiate or self.initiate_request(), secret=self.credentials.secret)

    def open(self) -> Aare:
        """Connect the link, send the usual AARQ; a refusal is a violation."""
        self.connect()
        with under(OPENED):
            aare = self.request_association(self.aarq())
        if not aare.accepted or aare.result_source_diagnostic is AcseServiceUserDiagnostic.AUTHENTICATION_REQUIRED:
            found = f"{aare.result.label}, {aare.result_source_diagnostic.label}"
            where = f"AARE for association {self.credentials.name}"
            rule = OPENED if self.credentials.secret is None else "DLMS-ACSE-LLS"
            raise ProtocolViolation(found, "accepted (0)", field=where, rule=rule)
        return aare

    def connect(self) -> None:
        """Connect the link; a silence decides nothing as long as nobody knows that somebody is there."""
        self._permit()
        before = self.link.exchange.octets_received
        try:
            self.link.connect()
        except NoAnswer as silence:
            self._may_be_astray(silence, before)
            raise

    def _permit(self) -> None:
        """End the case INCONCLUSIVE before anything leaves for an association that the run has given up."""
        standing = self.dut.standing
        standing.permit(self.credentials.name)
        if standing.is_given_up(self.credentials.name):
            raise Inconclusive(UNANSWERED, given_up(self.credentials))

    def _may_be_astray(self, silence: NoAnswer, before: int) -> None:
        """INCONCLUSIVE if the addresses in the bench file may be what is wrong.

        Octets that are no answer are no silence: somebody is there, who may break a rule.
        """
        standing, known = self.dut.standing, self.credentials
        is_silence = self.link.exchange.octets_received == before
        if standing.is_unknown(known.name) and (is_silence or self._shows_secret):
            standing.silences[known.name] += is_silence
            code = UNANSWERED if is_silence else NO_ANSWER_YET
            raise Inconclusive(code, f"{known.astray}; {silence}; {LOOK}") from silence

    def request_association(self, aarq: Aarq | bytes) -> Aare:
        """Send an AARQ, as a message or as octets; answers the AARE, whatever its result."""
        before = self.link.exchange.octets_received
        self._send_aarq(aarq)
        try:
            aare = self.receive(Aare)
        except NoAnswer as silence:
            if self._is_usual() and not self._has_departed:
                self._may_be_astray(silence, before)
            raise
        self._take(aare)
        return aare

    def offer(self, aarq: Aarq | bytes) -> Answer:
        """Send an AARQ that may be refused in any way; the APDU that comes, or None if none does."""
        if isinstance(self.link, WrapperLink):
            self.link.settle()  # a wrong password must not be sent twice
        self._send_aarq(aarq)
        answer = self.receive_or_silence()
        if isinstance(answer, Aare):
            self._take(answer)
        return answer

    def _send_aarq(self, aarq: Aarq | bytes) -> None:
        octets = aarq if isinstance(aarq, bytes) else aarq.encode()
        secret = self.credentials.secret
        if secret is not None:
            self._permit()
            self._shows_secret = LENGTH.encode(len(secret), "secret") + secret in octets  # and not more than it
            self._has_departed |= not self._shows_secret
        self._proposed = aarq
        self.machine.sent(AssociationEvent.AARQ)
        self.link.send_apdu(octets)

    def _take(self, aare: Aare) -> None:
        self.machine.received(AssociationEvent.AARE_ACCEPTED if aare.accepted else AssociationEvent.AARE_REFUSED)
        if self._shows_secret and not self._has_departed:
            self.dut.standing.take(self.credentials.name, aare, is_usual=self._is_usual())
        elif self.credentials.secret is None and aare.accepted:
            self.dut.standing.meet(self.credentials.name)
        if not aare.accepted:
            return
        with under(OPENED):
            self.negotiated = self._initiate_response(aare)

    def _is_usual(self) -> bool:
        """True if the AARQ was the one with which every case opens this association."""
        sent = self._proposed
        return (sent if isinstance(sent, bytes) else sent.encode()) == self.aarq().encode()

    def _initiate_response(self, aare: Aare) -> InitiateResponse:
        if aare.user_information is not None:
            return InitiateResponse.decode(aare.user_information)
        proposed = self._proposed
        if not isinstance(proposed, Aarq) or not self.link.tolerates(AARE_WITHOUT_INITIATE_RESPONSE):
            with eased_by(AARE_WITHOUT_INITIATE_RESPONSE):
                raise ProtocolViolation("no user-information", "an InitiateResponse", field="accepting AARE")
        initiate = InitiateRequest.decode(proposed.user_information or b"")
        return InitiateResponse(
            negotiated_conformance=initiate.proposed_conformance,
            server_max_receive_pdu_size=initiate.client_max_receive_pdu_size,
        )

    def release(self) -> Rlre:
        """RLRQ and RLRE; the link stays connected.

        An unanswered RLRQ that the bench tolerates ends a case INCONCLUSIVE that asks for the RLRE all the same.
        """
        try:
            return self._release()
        except NoAnswer as silence:
            if not self.link.tolerates(RELEASE_UNANSWERED):
                raise
            text = f"this case needs the RLRE, and the bench file tolerates that none comes: {silence}"
            raise Inconclusive("tolerated", text) from silence

    def _release(self) -> Rlre:
        self.machine.sent(AssociationEvent.RLRQ)
        self.link.send_apdu(Rlrq().encode())
        with under(RELEASED):
            try:
                rlre = self.receive(Rlre)
            except NoAnswer as silence:
                silence.tolerance = RELEASE_UNANSWERED
                raise
        self.machine.received(AssociationEvent.RLRE)
        return rlre

    def depart(self) -> bool:
        """Release, and leave the link to others; answers whether the DUT confirmed it.

        After an unanswered RLRQ that the bench tolerates nobody knows what has become of the association.
        """
        try:
            self._release()
        except NoAnswer:
            if not self.link.tolerates(RELEASE_UNANSWERED):
                raise
            self.machine.sent(AssociationEvent.LINK_LOST)
            return False
        return True

    def leave(self) -> bool:
        """End the association on the way out of a case; answers whether the DUT confirmed it.

        Where the bench tolerates that RLRQ gets no RLRE the link below is ended instead: every case would wait for
        nothing as long as the DUT may take to answer.
        """
        if self.link.tolerates(RELEASE_UNANSWERED):
            is_confirmed = self.link.disconnect()
            if not is_confirmed:
                self.link.hang_up()
            self.machine.sent(AssociationEvent.LINK_LOST)
            return is_confirmed
        self._release()
        self.link.allow_closing()
        return True

    def ensure_open(self) -> None:
        """Associate again if the association or its link is gone."""
        if not self.is_open:
            self.reopen()

    def reopen(self) -> None:
        """Associate again, whatever is left of the association and the link; after DUTs that may hang up."""
        self.link.hang_up()
        self.machine.sent(AssociationEvent.LINK_LOST)
        self._connect_again()
        self.open()

    def reopen_with(self, **changes: Any) -> None:
        """End the association and open another, with some fields of the InitiateRequest changed.

        INCONCLUSIVE if the DUT does not accept it: a server may have its reasons.
        """
        self.end()
        aare = self.request_association(self.aarq(self.initiate_request(**changes)))
        if not aare.accepted:
            told = ", ".join(f"{name} {getattr(value, 'label', value)}" for name, value in changes.items())
            raise Inconclusive(
                "unforeseen", f"an AARQ with {told} is refused with {aare.result_source_diagnostic.label}"
            )

    def reopen_after_wrong_secret(self) -> None:
        """Associate again once the DUT has forgiven a wrong secret, as long as its PIXIT says that this takes.

        If the right one is refused, and nobody has declared whether the DUT locks, that decides nothing.
        """
        lockout_s = self.dut.lockout_s
        self.link.hang_up()
        if lockout_s:
            self.link.pause(lockout_s)
        try:
            self.reopen()
        except NoAnswer:  # to lock is to refuse; a DUT that answers nothing any more is another matter
            raise
        except ProtocolViolation as refusal:
            if lockout_s is None:
                text = f"the DUT may be locked after a refused attempt ({refusal}): declare lockout_s in [dut.pixit]"
                raise Inconclusive("undeclared", text) from refusal
            raise

    def renew_link(self) -> None:
        """End the connection below without a word to the association, and connect anew; no AARQ follows."""
        self.link.disconnect()
        self.link.hang_up()
        self.machine.sent(AssociationEvent.LINK_LOST)
        self._connect_again()

    def give_up(self) -> None:
        """Told by a case that goes on with SNRM by hand: the association ends with the connection below it."""
        self.machine.sent(AssociationEvent.LINK_LOST)

    # The time.

    def let_pass(self, seconds: float) -> None:
        """Let time pass; a GET every now and then keeps a link alive that would lapse meanwhile.

        One that lapses all the same was the DUT's to end, and the association is opened again.
        """
        slice_s = self._usual_inactivity_s() / 2 or seconds
        while seconds > 0:
            self.link.pause(min(seconds, slice_s))
            seconds -= slice_s
            try:
                self.read_logical_device_name()
            except ProtocolViolation:
                if not self.link.is_ended:
                    raise
                self.link.exchange.note("lapsed")
                self.reopen()

    def _usual_inactivity_s(self) -> float:
        """The inactivity time that is declared, or shown, or usual; 0 for never. No DUT is judged by it."""
        declared = self.dut.inactivity_timeout_s
        if declared is not None or not isinstance(self.link, HdlcLink):
            return USUAL_INACTIVITY_TIMEOUT_S if declared is None else declared
        try:
            shown = self.get(INACTIVITY_TIME_OUT).result
        except (ProtocolViolation, Inconclusive):
            return USUAL_INACTIVITY_TIMEOUT_S
        is_time = isinstance(shown, Data) and shown.type is LONG_UNSIGNED
        return float(shown.value) if is_time else USUAL_INACTIVITY_TIMEOUT_S

    # Other links, other clients.

    def move_to(self, link: Link) -> None:
        """Go on over another link, on which nothing is open yet; what has to be restored comes along."""
        self.link = link
        self.machine.sent(AssociationEvent.LINK_LOST)

    def _connect_again(self) -> None:
        try:
            self.link.connect()
        except BenchError as trouble:  # it could be reached before, so this is the DUT's doing
            raise NoAnswer(trouble.found, "a new connection, as before") from trouble

    def reader(self) -> Credentials:
        """Another client of this logical device that may not write; INCONCLUSIVE if the bench knows none."""
        for known in self.dut.associations:
            if not known.may_write and known.server_sap == self.credentials.server_sap:
                return known
        raise Inconclusive("no-reader", "the bench file has no association without may_write for this logical device")

    @contextlib.contextmanager
    def another(self, credentials: Credentials) -> Iterator["Association"]:
        """While this lasts, another client has the port, with an association of its own; this one is closed by it."""
        self._leave()
        saps = {"client_sap": credentials.client_sap, "server_sap": credentials.server_sap}
        link: Link
        if isinstance(self.link, HdlcLink):
            link = HdlcLink(self.link.exchange, self.link.step, settings=self.link.settings, **saps)
        else:
            link = WrapperLink(self.link.exchange, self.link.step, **saps)
        link.tolerances, link.quality = self.link.tolerances, self.link.quality
        link.idleness = self.link.idleness
        link.do_not_test = self.link.do_not_test
        other = Association(link, credentials, self.dut, may_change=self._may_change)
        link.exchange.attach(link)
        try:
            other._open_first()
            yield other
            other._leave()
        finally:
            link.hang_up()
            link.exchange.attach(self.link)

    def beside(self) -> "Association":
        """Another client's association over the same wrapper connection, not open yet; this one stays as it is.

        Whatever it does has to stand inside `link.speaking_as` its client. The case declares `beside=True`.
        """
        others = self.dut.others(self.credentials)
        if not others:
            raise Inconclusive(NO_SECOND_CLIENT, NO_OTHER)
        return Association(self.link, others[0], self.dut, may_change=self._may_change)

    def _open_first(self) -> None:
        """Open an association that the case needs beside its own: without it the case cannot judge."""
        try:
            self.open()
        except ProtocolViolation as trouble:
            raise Inconclusive(
                "start-state", f"association {self.credentials.name} was not opened: {trouble}"
            ) from trouble

    def end(self) -> None:
        """End the association in whatever way the DUT goes along with; the link is connected afterwards."""
        try:
            self._release()
        except ProtocolViolation as trouble:
            self.link.exchange.note("release", trouble=str(trouble))
            self.link.hang_up()
            self.machine.sent(AssociationEvent.LINK_LOST)
        self._connect_again()
        self.link.allow_closing()

    def _leave(self) -> None:
        """Release, disconnect and close the port, so that another client finds the DUT free."""
        if self.is_open:
            self.end()
        self.link.disconnect()
        self.link.hang_up()
        self.machine.sent(AssociationEvent.LINK_LOST)
