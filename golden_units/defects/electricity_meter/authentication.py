"""Faults in telling who may associate, and in serving those who may not."""

from collections.abc import Callable

from conformance.dlms.aare import Diagnostic
from conformance.dlms.aarq import Aarq
from conformance.dlms.acse import AssociationResult, Mechanism
from conformance.dlms.association import AssociationEvent
from conformance.dlms.initiate import Conformance, InitiateRequest, InitiateResponse
from conformance.errors import ProtocolViolation
from golden_units.cosem.association_server import USER, AssociationServer
from golden_units.defects.base import Defect


class PublicClientMayNameAnything(AssociationServer):
    """Takes the public client whatever mechanism it names."""

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        return None if self.client.mechanism is Mechanism.NONE else super().check_authentication(aarq)


class AuthenticationIsOptional(AssociationServer):
    """Checks a secret only if one is shown."""

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        return None if aarq.mechanism_name is None else super().check_authentication(aarq)


class AcceptsAnySecret(AssociationServer):
    """Wants a secret but does not compare it."""

    def check_authentication(self, aarq: Aarq) -> Diagnostic | None:
        diagnostic = super().check_authentication(aarq)
        return None if diagnostic is USER.AUTHENTICATION_FAILURE else diagnostic


class RefusesByAnswerOnly(AssociationServer):
    """Has opened the association before it looks at the secret."""

    def refuse(self, diagnostic: Diagnostic, user_information: bytes | None = None) -> bytes | None:
        answer = super().refuse(diagnostic, user_information)
        self.negotiated = InitiateResponse(negotiated_conformance=self.conformance)
        self.machine.received(AssociationEvent.AARQ)
        self.machine.sent(AssociationEvent.AARE_ACCEPTED)
        return answer


class AwaitsSecondStep(AssociationServer):
    """Treats low level security like high level security, which takes two more steps."""

    def accept(self, initiate: InitiateRequest) -> bytes | None:
        answer = super().accept(initiate)
        if self.client.mechanism is Mechanism.NONE:
            return answer
        self.lose_link()
        return self.aare(AssociationResult.ACCEPTED, USER.AUTHENTICATION_REQUIRED, self.negotiated.encode())


class ServesWithoutAssociation(AssociationServer):
    """Serves requests whether or not there is an association."""

    def serve_service(
        self, apdu: bytes, needed: Conformance, serve: Callable[[AssociationServer, bytes], bytes | None]
    ) -> bytes | None:
        try:
            return serve(self, apdu)
        except ProtocolViolation:
            return super().serve_service(apdu, needed, serve)


DEFECTS = (
    Defect(
        "mechanism-ignored-for-public-client",
        "DLMS-ACSE-MECHANISM",
        "The public client is accepted whatever authentication mechanism it names.",
        parts={"association_server": PublicClientMayNameAnything},
    ),
    Defect(
        "lls-optional",
        "DLMS-ACSE-MECHANISM",
        "A client that has to show a secret is accepted if it names no mechanism.",
        parts={"association_server": AuthenticationIsOptional},
    ),
    Defect(
        "lls-accepts-any-secret",
        "DLMS-ACSE-LLS",
        "Low level security is asked for, but the secret is not compared.",
        parts={"association_server": AcceptsAnySecret},
    ),
    Defect(
        "lls-awaits-second-step",
        "DLMS-ACSE-LLS",
        "The right secret is answered by authentication-required, and nothing is served.",
        parts={"association_server": AwaitsSecondStep},
    ),
    Defect(
        "lls-refuses-by-answer-only",
        "DLMS-ACSE-LLS",
        "After the AARE that refuses a wrong secret, requests are served all the same.",
        parts={"association_server": RefusesByAnswerOnly},
    ),
    Defect(
        "refuses-by-answer-only",
        "DLMS-XDLMS-NOT-ASSOCIATED",
        "After an AARE that refuses, requests are served all the same.",
        parts={"association_server": RefusesByAnswerOnly},
    ),
    Defect(
        "serves-without-association",
        "DLMS-XDLMS-NOT-ASSOCIATED",
        "GET, SET and ACTION are served although no association is open.",
        parts={"association_server": ServesWithoutAssociation},
    ),
)
