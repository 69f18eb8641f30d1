"""What a case may know about the DUT beyond what it can ask it: from the bench file, never from golden units."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.dlms.acse import Mechanism
from conformance.errors import HarnessError
from conformance.tester.standing import SILENCES, Standing

KINDS = ("any", "public", "lls", "writing")
"""Kinds of association that a case can ask for."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """One way to associate: addresses, mechanism, and the secret that belongs to it."""

    name: str
    client_sap: int = 16
    server_sap: int = 1
    mechanism: Mechanism = Mechanism.NONE
    secret: bytes | None = field(default=None, repr=False)
    may_write: bool = False

    @property
    def astray(self) -> str:
        """What to say as long as this association has never been opened, and is not answered."""
        saps = f"client_sap {self.client_sap} and server_sap {self.server_sap}"
        return f"association {self.name} has never been opened in this run: see whether {saps} are right"

    def is_of(self, kind: str) -> bool:
        if kind not in KINDS:
            raise HarnessError(f"association {kind!r}, wanted one of {', '.join(KINDS)}")
        return {
            "any": True,
            "public": self.mechanism is Mechanism.NONE,
            "lls": self.mechanism is Mechanism.LLS,
            "writing": self.may_write,
        }[kind]


NO_OTHER = (
    "the bench file names only one client of this logical device, or no other is let in: see [[dut.associations]]"
)

LOOK = "`goldenbench doctor FILE` looks for it"


def given_up(credentials: Credentials) -> str:
    """Why an association is not tried any more that was never opened."""
    return f"{credentials.astray}; it was not answered {SILENCES} times, and was not tried again; {LOOK}"


@dataclass(frozen=True, slots=True)
class Dut:
    """The device under test, as its bench file describes it."""

    role: str
    associations: tuple[Credentials, ...]
    writable_data: str = ""
    """OBIS code of a Data object whose value cases may write and restore; empty: look for one."""

    relay_actuation_s: float | None = None
    """How long the supply switch takes to move; None: not declared."""

    do_not_test: Mapping[str, str] = field(default_factory=dict)
    """OBIS codes that no case may touch, with the reason for each."""

    max_wrong_credentials: int | None = None
    """Wrong passwords that the DUT bears in one run; None: not declared."""

    lockout_s: float | None = None
    """How long it refuses the right password after a wrong one; 0 if it does not, None: not declared."""

    inactivity_timeout_s: float | None = None
    """After how long a silence it ends an HDLC connection; 0 if it never does, None: not declared."""

    tolerances: frozenset[str] = frozenset()
    standing: Standing = field(default_factory=Standing, compare=False)
    """Which of the declared secrets it has accepted or refused in this run."""

    def association(self, kind: str) -> Credentials | None:
        """The first association of a kind."""
        return next((known for known in self.associations if known.is_of(kind)), None)

    def named(self, name: str) -> Credentials | None:
        """The association of a name in the bench file."""
        return next((known for known in self.associations if known.name == name), None)

    def others(self, credentials: Credentials) -> list[Credentials]:
        """Other clients of the same logical device, as far as the DUT has not turned them away in this run."""
        return [
            known
            for known in self.associations
            if (known.client_sap != credentials.client_sap and known.server_sap == credentials.server_sap)
            and not (known.name in self.standing.refused or self.standing.is_given_up(known.name))
        ]

    def for_identification(self) -> Credentials:
        """The public client if there is one, else the first that the DUT has not turned away."""
        welcome = [known for known in self.associations if known.name not in self.standing.refused]
        return self.association("public") or (welcome or self.associations)[0]
