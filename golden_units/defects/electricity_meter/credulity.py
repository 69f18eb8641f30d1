"""Faults in comparing secrets, contexts and sizes: what is nearly right is taken for right."""

from conformance.dlms.aare import Diagnostic
from conformance.dlms.aarq import Aarq
from conformance.dlms.acse import COSEM_PREFIX, ApplicationContext, Mechanism
from conformance.dlms.initiate import DLMS_VERSION, SMALLEST_PDU_SIZE, InitiateRequest
from conformance.dlms.service_error import InitiateError
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.get_service import GetService
from golden_units.defects.base import Defect

HLS_GMAC = COSEM_PREFIX + bytes((2, 5))
OCTETS_OF_GET = 13


class ComparesWhatCame(AssociationServer):
    """Compares as many octets of the secret as the client sent, with no look at their number."""

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        shown = aarq.calling_authentication_value
        if shown is not None and self.client.secret.startswith(shown):
            aarq.calling_authentication_value = self.client.secret
        return super().check_authentication(aarq)


class ComparesWhatItHas(AssociationServer):
    """Compares as many octets as the secret has, whatever follows."""

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        if aarq.calling_authentication_value is not None:
            aarq.calling_authentication_value = aarq.calling_authentication_value[: len(self.client.secret)]
        return super().check_authentication(aarq)


class ComparesLettersAlone(AssociationServer):
    """Makes small letters of all octets before it compares, by the bit in which they differ from capitals."""

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        shown = aarq.calling_authentication_value
        if shown is not None and small(shown) == small(self.client.secret):
            aarq.calling_authentication_value = self.client.secret
        return super().check_authentication(aarq)


def small(secret: bytes) -> bytes:
    return bytes(octet | 0x20 for octet in secret)


class ComparesPart(AssociationServer):
    """Compares some octets of a secret that is as long as the right one."""

    part: slice

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        shown, secret = aarq.calling_authentication_value, self.client.secret
        if shown is not None and len(shown) == len(secret) and shown[self.part] == secret[self.part]:
            aarq.calling_authentication_value = secret
        return super().check_authentication(aarq)


class LeavesLastOctetOut(ComparesPart):
    """Compares one octet less than the secret has."""

    part = slice(-1)


class LeavesFirstOctetOut(ComparesPart):
    """Begins to compare at the second octet."""

    part = slice(1, None)


class TakesMostOfIt(AssociationServer):
    """Lets the last octet be missing, as the zero that ends a string of C is."""

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        if aarq.calling_authentication_value == self.client.secret[:-1]:
            aarq.calling_authentication_value = self.client.secret
        return super().check_authentication(aarq)


class LetsClientChooseNone(AssociationServer):
    """Takes every client that names the mechanism of no security."""

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        return None if aarq.mechanism_name == Mechanism.NONE.oid else super().check_authentication(aarq)


class ForgetsSecondStep(AssociationServer):
    """Takes the first step of high level security for all of it."""

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        return None if aarq.mechanism_name == HLS_GMAC else super().check_authentication(aarq)


class KnowsShortNamesByName(AssociationServer):
    """Accepts the context of short names and serves logical names in it."""

    def check_context(self, aarq: Aarq) -> Diagnostic | None:
        return None if aarq.application_context_name == ApplicationContext.SN.oid else super().check_context(aarq)


class IgnoresWhatFollows(AssociationServer):
    """Takes of an AARQ what its length announces, and leaves the rest."""

    def open(self, apdu: bytes) -> bytes | None:
        return super().open(apdu[: 2 + apdu[1]] if len(apdu) > 1 else apdu)


class RefusesTheLastVersionOnly(AssociationServer):
    """Knows that version 5 is too low, and nothing of those before."""

    def check_initiate(self, initiate: InitiateRequest) -> InitiateError | None:
        error = super().check_initiate(initiate)
        is_older = initiate.proposed_dlms_version_number < DLMS_VERSION - 1
        return None if is_older and error is InitiateError.DLMS_VERSION_TOO_LOW else error


class RefusesTheLargestShortSizeOnly(AssociationServer):
    """Compares the client's size with 11 for equality."""

    def check_initiate(self, initiate: InitiateRequest) -> InitiateError | None:
        error = super().check_initiate(initiate)
        is_smaller = initiate.client_max_receive_pdu_size < SMALLEST_PDU_SIZE - 1
        return None if is_smaller and error is InitiateError.PDU_SIZE_TOO_SHORT else error


class HonoursSmallSizesOnly(AssociationServer):
    """Keeps the client's size in one octet, so that larger ones limit nothing."""

    def fits(self, apdu: bytes) -> bool:
        return self.client_max_receive_pdu_size > 0xFF or super().fits(apdu)


class IgnoresWhatFollowsGet(GetService):
    """Takes the octets of a GET and leaves the rest."""

    def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
        return super().serve(association, apdu[:OCTETS_OF_GET])


DEFECTS = (
    Defect(
        "lls-accepts-beginning-of-secret",
        "DLMS-ACSE-LLS",
        "Every beginning of the secret is accepted, even the empty one.",
        parts={"association_server": ComparesWhatCame},
    ),
    Defect(
        "lls-accepts-more-than-secret",
        "DLMS-ACSE-LLS",
        "The secret is accepted with any octets behind it.",
        parts={"association_server": ComparesWhatItHas},
    ),
    Defect(
        "lls-ignores-last-octet",
        "DLMS-ACSE-LLS",
        "The last octet of the secret is not compared.",
        parts={"association_server": LeavesLastOctetOut},
    ),
    Defect(
        "lls-ignores-first-octet",
        "DLMS-ACSE-LLS",
        "The first octet of the secret is not compared.",
        parts={"association_server": LeavesFirstOctetOut},
    ),
    Defect(
        "lls-lets-last-octet-be-missing",
        "DLMS-ACSE-LLS",
        "The secret is accepted without its last octet.",
        parts={"association_server": TakesMostOfIt},
    ),
    Defect(
        "lls-ignores-case",
        "DLMS-ACSE-LLS",
        "Capitals and small letters of the secret are taken for the same.",
        parts={"association_server": ComparesLettersAlone},
    ),
    Defect(
        "lls-avoided-by-mechanism-none",
        "DLMS-ACSE-MECHANISM",
        "A client that has to show a secret is accepted if it names the mechanism of no security.",
        parts={"association_server": LetsClientChooseNone},
    ),
    Defect(
        "lls-avoided-by-first-step-of-hls",
        "DLMS-ACSE-MECHANISM",
        "A client that names mechanism 5 is accepted and served without its second step.",
        parts={"association_server": ForgetsSecondStep},
    ),
    Defect(
        "context-of-short-names-accepted",
        "DLMS-ACSE-CONTEXT",
        "The context of short names is accepted, and logical names are served in it.",
        parts={"association_server": KnowsShortNamesByName},
    ),
    Defect(
        "aarq-with-octets-behind",
        "DLMS-ACSE-MALFORMED",
        "Octets behind the end of an AARQ go unnoticed.",
        parts={"association_server": IgnoresWhatFollows},
    ),
    Defect(
        "dlms-version-4-accepted",
        "DLMS-INITIATE-VERSION",
        "A client that proposes DLMS version 4 is accepted.",
        parts={"association_server": RefusesTheLastVersionOnly},
    ),
    Defect(
        "pdu-size-1-accepted",
        "DLMS-INITIATE-PDU-SIZE",
        "A client that can receive 1 to 10 octets is accepted.",
        parts={"association_server": RefusesTheLargestShortSizeOnly},
    ),
    Defect(
        "client-pdu-size-of-one-octet",
        "DLMS-XDLMS-PDU-SIZE",
        "A client-max-receive-pdu-size above 255 limits nothing.",
        parts={"association_server": HonoursSmallSizesOnly},
    ),
    Defect(
        "get-with-octets-behind",
        "DLMS-XDLMS-TRUNCATED",
        "Octets behind the end of a GET go unnoticed.",
        services={"get": IgnoresWhatFollowsGet},
    ),
)
