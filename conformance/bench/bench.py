"""A bench: what a bench file describes, ready to run one case after another."""

import random
from abc import ABC, abstractmethod
from functools import cached_property

from conformance.bench.bench_file import AssociationPart, BenchFile
from conformance.bench.exchange import PortExchange
from conformance.bench.handles import PROPOSAL
from conformance.bench.link_url import LinkUrl
from conformance.bench.masking import Masker, TextMasker
from conformance.clock import seconds_to_ns
from conformance.dlms.acse import Mechanism
from conformance.dlms.dissect import HdlcDissector, WrapperDissector
from conformance.evidence.record import Recorder
from conformance.tester.dut import Credentials, Dut
from conformance.tester.exchange import Timing
from conformance.tester.hdlc_link import HdlcSettings
from conformance.tester.near_secrets import near_misses
from conformance.tester.standing import Standing

PORT = "meter"
"""The DLMS port of a meter."""


class Bench(ABC):
    """What benches on golden units and benches on real equipment share."""

    is_golden: bool

    def __init__(
        self,
        file: BenchFile,
        source: str,
        *,
        links: list[LinkUrl],
        associations: list[AssociationPart],
        permits: frozenset[str],
    ) -> None:
        self.file = file
        self.source = source
        """Where the bench was read from: a path, or "golden"."""

        self.links = links
        self.use = ""
        """The directory of the run, for others who want the device meanwhile, or later if it was killed."""

        self.permits = permits
        pixit = file.dut.pixit
        self.dut = Dut(
            role=file.dut.role,
            associations=tuple(map(credentials_of, associations)),
            writable_data=pixit.writable_data,
            relay_actuation_s=pixit.relay_actuation_s,
            do_not_test=pixit.do_not_test,
            max_wrong_credentials=pixit.max_wrong_credentials,
            lockout_s=pixit.lockout_s,
            inactivity_timeout_s=file.dut.timing.inactivity_timeout_s,
            tolerances=frozenset(pixit.all_tolerances),
            standing=Standing(is_watched=not self.is_golden),
        )

    @property
    def left(self) -> list[str]:
        """Directories of earlier runs that may have left the device changed: killed ones, as a rule."""
        return []

    def forget(self, run: str) -> None:  # noqa: B027 - no run leaves anything on a virtual bench
        """A run, this one too, has left nothing behind that anybody has to know of."""

    @property
    def framings(self) -> tuple[str, ...]:
        """How APDUs can be framed on this bench, preferred first."""
        return tuple(dict.fromkeys(link.framing for link in self.links))

    def items(self, framing: str) -> dict[str, bool]:
        """The PICS items that the bench decides, for its link of some framing."""
        return {
            "LINK.HDLC": framing == "hdlc",
            "LINK.WRAPPER": framing == "wrapper",
            "LINK.STREAM": not self.link_for(framing).is_datagram,
            "LINK.OCTET_TIMES": self.link_for(framing).keeps_octet_times,
            "DLMS.LLS": self.dut.association("lls") is not None,
        }

    def link_for(self, framing: str) -> LinkUrl:
        return next(link for link in self.links if link.framing == framing)

    def timing(self, octets_per_second: float | None) -> Timing:
        timing = self.file.dut.timing
        return Timing(seconds_to_ns(timing.response_timeout_s), seconds_to_ns(timing.turnaround_s), octets_per_second)

    def secrets(self) -> list[bytes]:
        """What must not appear in any output: the declared secrets, and what cases make of them."""
        declared = [known.secret for known in self.dut.associations if known.secret is not None]
        return [*declared, *(near for secret in declared for near in near_misses(secret))]

    def hdlc_settings(self, framing: str, *, is_noisy: bool = False) -> HdlcSettings:
        parameters = self.link_for(framing).parameters
        return HdlcSettings(
            server_lower=parameters.get("server_lower", 0),
            address_octets=parameters.get("address_octets", 1),
            proposal=PROPOSAL,
            is_noisy=is_noisy,
            retries=parameters.get("retries", 2 if is_noisy else 0),
        )

    @cached_property
    def mask_text(self) -> TextMasker:
        """Masks what texts of this run quote of secrets."""
        return TextMasker(self.secrets())

    def prepare(self, recorder: Recorder, framing: str) -> None:
        """Tell a recorder about the port that it is going to record."""
        masker = Masker(self.secrets(), framing)
        recorder.add_port(PORT, self.link_for(framing).text, new_dissector(framing), masker)
        recorder.mask_text = self.mask_text

    @abstractmethod
    def exchange(self, recorder: Recorder, framing: str, rng: random.Random) -> PortExchange:
        """The port to the DUT for one attempt: closed, or adopted open and quiet from the attempt before."""

    @abstractmethod
    def octets_per_second(self, framing: str) -> float | None:
        """Capacity of the link of some framing, where it is known and slow enough to matter."""

    @abstractmethod
    def controls(self) -> frozenset[str]:
        """What this bench can make the DUT do."""

    @abstractmethod
    def act(self, control: str) -> str:
        """Make the DUT do something between cases; answers what was observed."""

    @abstractmethod
    def seed(self) -> int:
        """Where all chance of the run comes from."""

    def rng(self, *names: object) -> random.Random:
        """The generator of one attempt, whatever ran before it."""
        return random.Random("/".join(map(str, (self.seed(), *names))))  # noqa: S311 - reproducible on purpose

    @abstractmethod
    def wall_origin_ns(self) -> int:
        """Wall time (UTC, nanoseconds since 1970) of moment zero of the run; 0 where there is none."""

    def close(self) -> None:  # noqa: B027 - a virtual bench has nothing to let go of
        """Let go of everything that outlives an attempt."""


def new_dissector(framing: str) -> WrapperDissector | HdlcDissector:
    return HdlcDissector() if framing == "hdlc" else WrapperDissector()


def credentials_of(part: AssociationPart) -> Credentials:
    return Credentials(
        name=part.name,
        client_sap=part.client_sap,
        server_sap=part.server_sap,
        mechanism=Mechanism.LLS if part.mechanism == "lls" else Mechanism.NONE,
        secret=None if part.secret is None else part.secret.get_secret_value().encode(),
        may_write=part.may_write,
    )
