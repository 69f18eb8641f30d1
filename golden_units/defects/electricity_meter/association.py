"""Faults in opening and releasing associations; those of authentication and of negotiation stand beside it."""

from conformance.dlms.aare import Diagnostic
from conformance.dlms.aarq import Aarq
from conformance.dlms.acse import AcseServiceProviderDiagnostic, ApplicationContext, AssociationResult
from conformance.dlms.acse import ReleaseResponseReason as Reason
from conformance.dlms.association import AssociationEvent
from conformance.dlms.initiate import InitiateRequest
from conformance.dlms.release import Rlre
from conformance.dlms.wrapper import WrapperPdu
from conformance.errors import ProtocolViolation
from golden_units.cosem.association_server import AARQ_TAG, USER, AssociationServer
from golden_units.cosem.wrapper_session import WrapperSession
from golden_units.defects.base import Defect


class NestedLengthTooSmall(AssociationServer):
    """The outer length of result-source-diagnostic does not count all that is inside."""

    def aare(self, result: AssociationResult, diagnostic: Diagnostic, user_information: bytes | None) -> bytes:
        octets = super().aare(result, diagnostic, user_information)
        return octets.replace(b"\xa3\x05\xa1\x03", b"\xa3\x03\xa1\x03")


class AcceptsWithoutInitiateResponse(AssociationServer):
    """Leaves the user-information of an accepting AARE out."""

    def aare(self, result: AssociationResult, diagnostic: Diagnostic, user_information: bytes | None) -> bytes:
        is_accepted = result == AssociationResult.ACCEPTED
        return super().aare(result, diagnostic, None if is_accepted else user_information)


class AcceptsAnyContext(AssociationServer):
    """Does not look at the context name."""

    def check_context(self, aarq: Aarq) -> Diagnostic | None:
        return None


class RefusesContextWithoutReason(AssociationServer):
    """Refuses a context with diagnostic 1."""

    def check_context(self, aarq: Aarq) -> Diagnostic | None:
        return None if super().check_context(aarq) is None else USER.NO_REASON_GIVEN


class IgnoresAcseVersion(AssociationServer):
    """Does not look at protocol-version."""

    def check_version(self, aarq: Aarq) -> Diagnostic | None:
        return None


class RefusesAcseVersionField(AssociationServer):
    """Takes any protocol-version field for another version."""

    def check_version(self, aarq: Aarq) -> Diagnostic | None:
        return None if aarq.protocol_version is None else AcseServiceProviderDiagnostic.NO_COMMON_ACSE_VERSION


class RefusesTitles(AssociationServer):
    """Expects no calling-AP-title unless there is ciphering."""

    def check_aarq(self, aarq: Aarq) -> Diagnostic | None:
        if aarq.calling_ap_title is not None:
            return USER.CALLING_AP_TITLE_NOT_RECOGNIZED
        return super().check_aarq(aarq)


class KnowsNoQualifiers(AssociationServer):
    """Gives up at components that it has no use for."""

    def decode_aarq(self, apdu: bytes) -> Aarq:
        aarq = super().decode_aarq(apdu)
        if aarq.calling_ae_qualifier is not None or aarq.calling_ap_invocation_id is not None:
            raise ProtocolViolation("A7 or A8", "a component that is known here")
        return aarq


class FindsFieldsByPattern(AssociationServer):
    """Looks for the context name and the InitiateRequest anywhere in the octets, whatever the lengths say."""

    def decode_aarq(self, apdu: bytes) -> Aarq:
        try:
            return super().decode_aarq(apdu)
        except ProtocolViolation:
            context = ApplicationContext.LN.oid
            start = apdu.find(b"\x01\x00\x00\x00\x06\x5f")
            if context not in apdu or start < 0:
                raise
            return Aarq(application_context_name=context, user_information=apdu[start : start + 14])


class NeedsNoContextName(AssociationServer):
    """Takes a missing context name for logical names."""

    def decode_aarq(self, apdu: bytes) -> Aarq:
        try:
            return super().decode_aarq(apdu)
        except ProtocolViolation:
            name = Aarq(application_context_name=ApplicationContext.LN.oid).encode()[2:]
            return super().decode_aarq(apdu[:1] + bytes((apdu[1] + len(name),)) + name + apdu[2:])


class NeedsNoInitiateRequest(AssociationServer):
    """Goes on with defaults where the InitiateRequest cannot be read."""

    def decode_initiate(self, aarq: Aarq) -> InitiateRequest:
        try:
            return super().decode_initiate(aarq)
        except ProtocolViolation:
            return InitiateRequest()


class PadsInitiateRequest(AssociationServer):
    """Reads the InitiateRequest from a buffer of its own that is longer than what came."""

    def decode_initiate(self, aarq: Aarq) -> InitiateRequest:
        octets = aarq.user_information or b""
        return InitiateRequest.decode(octets.ljust(14, b"\xff"))


class IgnoresRelease(AssociationServer):
    """Answers RLRQ but keeps the association."""

    def rlre(self) -> bytes:
        self.machine.received(AssociationEvent.AARQ)
        self.machine.sent(AssociationEvent.AARE_ACCEPTED)
        return super().rlre()


class NeverFinishes(AssociationServer):
    """Says that there is something left to do."""

    def rlre(self) -> bytes:
        return Rlre(Reason.NOT_FINISHED).encode()


class RlreLengthWrong(AssociationServer):
    """Writes an RLRE whose length counts the tag as well."""

    def rlre(self) -> bytes:
        octets = super().rlre()
        return octets[:1] + bytes((octets[1] + 2,)) + octets[2:]


class LosesAssociationOnSecondAarq(AssociationServer):
    """Accepts a second AARQ but clears its state afterwards."""

    def open(self, apdu: bytes) -> bytes | None:
        was_associated = self.machine.is_associated
        answer = super().open(apdu)
        if was_associated:
            self.lose_link()
        return answer


class AnswersSecondAarqTwice(WrapperSession):
    """Confirms the end of the old association and the start of the new one, each by an AARE."""

    def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
        association = self.association(pdu.source_wport, pdu.destination_wport)
        is_second = association is not None and association.machine.is_associated and pdu.apdu[:1] == bytes((AARQ_TAG,))
        answer = super().serve(pdu, now)
        return answer + answer if is_second and answer is not None else answer


class ReleaseWithoutAnswer(AssociationServer):
    def release(self, apdu: bytes) -> bytes | None:
        super().release(apdu)
        return None


DEFECTS = (
    Defect(
        "aare-nested-length",
        "DLMS-ACSE-AARE",
        "The AARE's result-source-diagnostic states a length that is too small for its content.",
        parts={"association_server": NestedLengthTooSmall},
    ),
    Defect(
        "aare-without-initiate-response",
        "DLMS-ACSE-AARE",
        "An accepting AARE carries no user-information.",
        parts={"association_server": AcceptsWithoutInitiateResponse},
    ),
    Defect(
        "context-any-accepted",
        "DLMS-ACSE-CONTEXT",
        "The application context name of the AARQ is not looked at.",
        parts={"association_server": AcceptsAnyContext},
    ),
    Defect(
        "context-refused-without-reason",
        "DLMS-ACSE-CONTEXT",
        "An unknown application context is refused with diagnostic 1, no reason given.",
        parts={"association_server": RefusesContextWithoutReason},
    ),
    Defect(
        "acse-version-ignored",
        "DLMS-ACSE-PROTOCOL-VERSION",
        "An AARQ that does not offer ACSE version 1 is accepted.",
        parts={"association_server": IgnoresAcseVersion},
    ),
    Defect(
        "acse-version-field-refused",
        "DLMS-ACSE-PROTOCOL-VERSION",
        "An AARQ is refused because it has a protocol-version field, although that offers version 1.",
        parts={"association_server": RefusesAcseVersionField},
    ),
    Defect(
        "titles-refused",
        "DLMS-ACSE-TITLES",
        "An AARQ without security is refused because it names a calling-AP-title.",
        parts={"association_server": RefusesTitles},
    ),
    Defect(
        "qualifiers-unknown",
        "DLMS-ACSE-TITLES",
        "An AARQ is refused because it has components that the server has no use for.",
        parts={"association_server": KnowsNoQualifiers},
    ),
    Defect(
        "aarq-fields-by-pattern",
        "DLMS-ACSE-MALFORMED",
        "The fields of an AARQ are looked for anywhere in its octets, so wrong lengths go unnoticed.",
        parts={"association_server": FindsFieldsByPattern},
    ),
    Defect(
        "aarq-without-context",
        "DLMS-ACSE-MALFORMED",
        "An AARQ without application-context-name is accepted.",
        parts={"association_server": NeedsNoContextName},
    ),
    Defect(
        "initiate-by-default",
        "DLMS-ACSE-USER-INFORMATION",
        "Where the InitiateRequest is missing or cannot be read, defaults take its place.",
        parts={"association_server": NeedsNoInitiateRequest},
    ),
    Defect(
        "initiate-read-beyond-end",
        "DLMS-ACSE-USER-INFORMATION",
        "An InitiateRequest that is cut short is read on into whatever the buffer holds.",
        parts={"association_server": PadsInitiateRequest},
    ),
    Defect(
        "release-without-effect",
        "DLMS-ACSE-RELEASE",
        "RLRQ is answered by RLRE, but the association goes on.",
        parts={"association_server": IgnoresRelease},
    ),
    Defect(
        "release-not-finished",
        "DLMS-ACSE-RELEASE",
        "The RLRE says not-finished.",
        parts={"association_server": NeverFinishes},
    ),
    Defect(
        "release-unanswered",
        "DLMS-ACSE-RELEASE",
        "RLRQ ends the association, but no RLRE says so.",
        parts={"association_server": ReleaseWithoutAnswer},
    ),
    Defect(
        "rlre-length",
        "DLMS-ACSE-RELEASE",
        "The length of the RLRE counts its tag and itself.",
        parts={"association_server": RlreLengthWrong},
    ),
    Defect(
        "second-aarq-loses-association",
        "DLMS-ACSE-REOPEN",
        "A second AARQ is accepted, but no association is left to serve anything.",
        parts={"association_server": LosesAssociationOnSecondAarq},
    ),
    Defect(
        "second-aarq-answered-twice",
        "DLMS-ACSE-REOPEN",
        "A second AARQ inside an association is answered by two AAREs.",
        parts={"wrapper_session": AnswersSecondAarqTwice},
    ),
)
