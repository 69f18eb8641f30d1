"""Faults in negotiating what an association is able to do."""

from dataclasses import replace

from conformance.dlms.aarq import Aarq
from conformance.dlms.initiate import LONG_NAME, SHORT_NAME, InitiateRequest, InitiateResponse
from conformance.dlms.service_error import InitiateError
from golden_units.cosem.association_server import AssociationServer
from golden_units.defects.base import Defect


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
