"""Faults in negotiating what an association is able to do."""

from dataclasses import replace

from conformance.dlms.aare import Aare, Diagnostic
from conformance.dlms.aarq import Aarq
from conformance.dlms.acse import ApplicationContext, AssociationResult, Mechanism
from conformance.dlms.initiate import LONG_NAME, SHORT_NAME, Conformance, InitiateRequest, InitiateResponse
from conformance.dlms.service_error import InitiateError
from golden_units.cosem.association_server import AssociationServer
from golden_units.defects.base import Defect

RESERVED = 0x800000
"""First bit of the conformance block, which belongs to no service."""


class NamesItselfShort(AssociationServer):
    """Carries the vaa-name of a server of short names."""

    def negotiate(self, initiate: InitiateRequest) -> InitiateResponse:
        return replace(super().negotiate(initiate), vaa_name=SHORT_NAME)


class AcceptsOldVersions(AssociationServer):
    """Does not look at the DLMS version."""

    def check_initiate(self, initiate: InitiateRequest) -> InitiateError | None:
        error = super().check_initiate(initiate)
        return None if error is InitiateError.DLMS_VERSION_TOO_LOW else error


class GivesOneErrorForAll(AssociationServer):
    """Refuses with the error `other`, whatever was wrong."""

    def check_initiate(self, initiate: InitiateRequest) -> InitiateError | None:
        return None if super().check_initiate(initiate) is None else InitiateError.OTHER


class OffersAllItHas(AssociationServer):
    """Answers its own abilities instead of what both sides have."""

    def negotiate(self, initiate: InitiateRequest) -> InitiateResponse:
        return replace(super().negotiate(initiate), negotiated_conformance=self.conformance)


class SetsReservedBit(AssociationServer):
    """Sets the first bit of the block, which belongs to no service."""

    def negotiate(self, initiate: InitiateRequest) -> InitiateResponse:
        response = super().negotiate(initiate)
        return replace(response, negotiated_conformance=Conformance(RESERVED | response.negotiated_conformance))


class AddsParameterizedAccess(AssociationServer):
    """Knows one kind of selective access, that of short names, and negotiates both bits together."""

    def negotiate(self, initiate: InitiateRequest) -> InitiateResponse:
        response = super().negotiate(initiate)
        if not initiate.proposed_conformance & Conformance.SELECTIVE_ACCESS:
            return response
        added = Conformance.SELECTIVE_ACCESS | Conformance.PARAMETERIZED_ACCESS
        return replace(response, negotiated_conformance=response.negotiated_conformance | added)


class OffersAllToThoseWithSecret(AssociationServer):
    """Answers what a client of low level security may do, instead of what both sides have."""

    def negotiate(self, initiate: InitiateRequest) -> InitiateResponse:
        response = super().negotiate(initiate)
        if self.client.mechanism is Mechanism.NONE:
            return response
        return replace(response, negotiated_conformance=self.conformance | Conformance.GENERAL_BLOCK_TRANSFER)


class NamesItselfShortToThoseWithSecret(AssociationServer):
    """Fills the InitiateResponse for low level security from a template of short names."""

    def negotiate(self, initiate: InitiateRequest) -> InitiateResponse:
        response = super().negotiate(initiate)
        return response if self.client.mechanism is Mechanism.NONE else replace(response, vaa_name=SHORT_NAME)


class NamesCipheredContextToThoseWithSecret(AssociationServer):
    """Takes every association with a mechanism for one with ciphering."""

    def aare(self, result: AssociationResult, diagnostic: Diagnostic, user_information: bytes | None) -> bytes:
        octets = super().aare(result, diagnostic, user_information)
        if self.client.mechanism is Mechanism.NONE:
            return octets
        return replace(Aare.decode(octets), application_context_name=ApplicationContext.LN_WITH_CIPHERING.oid).encode()


class TakesNothingForEverything(AssociationServer):
    """Takes an empty proposal for one without restriction."""

    def decode_initiate(self, aarq: Aarq) -> InitiateRequest:
        initiate = super().decode_initiate(aarq)
        return replace(initiate, proposed_conformance=initiate.proposed_conformance or self.conformance)


class AcceptsAnyPduSize(AssociationServer):
    """Does not look at client-max-receive-pdu-size."""

    def check_initiate(self, initiate: InitiateRequest) -> InitiateError | None:
        error = super().check_initiate(initiate)
        return None if error is InitiateError.PDU_SIZE_TOO_SHORT else error


class ReceivesNothing(AssociationServer):
    """Announces a buffer that no APDU fits into."""

    def negotiate(self, initiate: InitiateRequest) -> InitiateResponse:
        return replace(super().negotiate(initiate), server_max_receive_pdu_size=0)


class ReadsPresenceAsVersion(AssociationServer):
    """Does not know that a quality of service may be there, and takes what stands in its place for the version."""

    def check_initiate(self, initiate: InitiateRequest) -> InitiateError | None:
        if initiate.proposed_quality_of_service is not None:
            return InitiateError.DLMS_VERSION_TOO_LOW
        return super().check_initiate(initiate)


class AnswersInOtherQuality(AssociationServer):
    """Fills a longer InitiateResponse from the wrong place if a quality of service is proposed."""

    def negotiate(self, initiate: InitiateRequest) -> InitiateResponse:
        quality = initiate.proposed_quality_of_service
        response = super().negotiate(initiate)
        if quality is None:
            return response
        return replace(response, negotiated_quality_of_service=quality, vaa_name=LONG_NAME << 8)


DEFECTS = (
    Defect(
        "vaa-name-of-short-names",
        "DLMS-INITIATE-VAA-NAME",
        "The InitiateResponse carries FA00, the vaa-name of short names.",
        parts={"association_server": NamesItselfShort},
    ),
    Defect(
        "dlms-version-ignored",
        "DLMS-INITIATE-VERSION",
        "A client that proposes DLMS version 5 is accepted.",
        parts={"association_server": AcceptsOldVersions},
    ),
    Defect(
        "dlms-version-without-reason",
        "DLMS-INITIATE-VERSION",
        "A DLMS version that is too low is refused with the initiate error other.",
        parts={"association_server": GivesOneErrorForAll},
    ),
    Defect(
        "conformance-not-intersected",
        "DLMS-INITIATE-CONFORMANCE",
        "The negotiated conformance block is all that the server is able to do, proposed or not.",
        parts={"association_server": OffersAllItHas},
    ),
    Defect(
        "conformance-with-reserved-bit",
        "DLMS-INITIATE-CONFORMANCE",
        "The negotiated conformance block has its first bit set, which is reserved.",
        parts={"association_server": SetsReservedBit},
    ),
    Defect(
        "conformance-with-both-kinds-of-selection",
        "DLMS-INITIATE-CONFORMANCE",
        "If selective access is proposed, the negotiated conformance block holds parameterized access as well.",
        parts={"association_server": AddsParameterizedAccess},
    ),
    Defect(
        "conformance-not-intersected-for-lls",
        "DLMS-INITIATE-CONFORMANCE",
        "To a client of low level security the negotiated conformance block is all that it may use, proposed or not.",
        parts={"association_server": OffersAllToThoseWithSecret},
    ),
    Defect(
        "vaa-name-of-short-names-for-lls",
        "DLMS-INITIATE-VAA-NAME",
        "To a client of low level security the InitiateResponse carries FA00.",
        parts={"association_server": NamesItselfShortToThoseWithSecret},
    ),
    Defect(
        "aare-with-ciphered-context-for-lls",
        "DLMS-ACSE-AARE",
        "To a client of low level security the AARE names the context with ciphering, which was not proposed.",
        parts={"association_server": NamesCipheredContextToThoseWithSecret},
    ),
    Defect(
        "conformance-empty-means-all",
        "DLMS-INITIATE-CONFORMANCE",
        "An empty conformance block is taken for one without restriction.",
        parts={"association_server": TakesNothingForEverything},
    ),
    Defect(
        "pdu-size-unchecked",
        "DLMS-INITIATE-PDU-SIZE",
        "A client that can receive no more than 11 octets is accepted.",
        parts={"association_server": AcceptsAnyPduSize},
    ),
    Defect(
        "pdu-size-of-server-zero",
        "DLMS-INITIATE-PDU-SIZE",
        "The server announces that it can receive APDUs of 0 octets.",
        parts={"association_server": ReceivesNothing},
    ),
    Defect(
        "quality-of-service-not-parsed",
        "DLMS-INITIATE-QOS",
        "A proposed quality of service is read as the DLMS version, and the association refused.",
        parts={"association_server": ReadsPresenceAsVersion},
    ),
    Defect(
        "quality-of-service-shifts-answer",
        "DLMS-INITIATE-QOS",
        "With a quality of service in it, the InitiateResponse ends with another vaa-name.",
        parts={"association_server": AnswersInOtherQuality},
    ),
)
