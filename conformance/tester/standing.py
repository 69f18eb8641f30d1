"""Whether the DUT takes the secrets that the bench file declares: one that it refuses is not shown to it again.

A real meter counts wrong passwords and locks itself, so a slip of the pen in a
bench file must not be sent with every case. A golden unit locks nobody out. Nor
is an association that has never been opened waited for again and again.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from conformance.dlms.aare import Aare
from conformance.dlms.acse import AcseServiceUserDiagnostic as Diagnostic
from conformance.reason_codes import CREDENTIALS
from conformance.steps import Inconclusive

SILENCES = 2
"""An association that was never opened, and was so often not answered, is not tried again."""


class SecretRefused(Inconclusive):
    """The bench file is to blame, as far as anybody knows; the DUT is not judged by it."""

    def __init__(self, association: str, diagnostic: object = None) -> None:
        super().__init__(CREDENTIALS, refusal_of(association))
        self.diagnostic = diagnostic
        """What the DUT gave as its reason; None if it was not asked again."""


def refusal_of(association: str) -> str:
    return f"the meter refuses the secret of association {association}: correct it; it was not tried again"


@dataclass(slots=True)
class Standing:
    """What became of the declared associations and their secrets in this run, by name of the association."""

    is_watched: bool = False
    accepted: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    silences: Counter[str] = field(default_factory=Counter)
    """How often an association was not answered that had never been opened."""

    def as_json(self) -> dict[str, list[str]]:
        unanswered = sorted(self.silences.elements())
        return {"accepted": sorted(self.accepted), "refused": sorted(self.refused), "unanswered": unanswered}

    def add(self, told: dict[str, list[str]]) -> None:
        """Take over what another process, or an earlier case, has seen."""
        self.is_watched = True
        self.accepted.update(told["accepted"])
        self.refused.update(told["refused"])
        self.silences |= Counter(told.get("unanswered", []))

    def is_unknown(self, association: str) -> bool:
        """True if nobody has seen it work in this run, so that its addresses too may be a slip of the pen."""
        return self.is_watched and association not in self.accepted

    def is_given_up(self, association: str) -> bool:
        """True if it was not answered so often that nobody waits for it any more."""
        return self.is_unknown(association) and self.silences[association] >= SILENCES

    def permit(self, association: str) -> None:
        """Told before a secret is used; SecretRefused if it must not be."""
        if association in self.refused:
            raise SecretRefused(association)

    def meet(self, association: str) -> None:
        """Told of an association without a secret that was opened."""
        if self.is_watched:
            self.accepted.add(association)

    def take(self, association: str, aare: Aare, *, is_usual: bool) -> None:
        """Told what came after an AARQ with the declared secret; `is_usual` if nothing else in it is odd.

        A DUT that refuses what it has accepted before is judged for that, but not asked again either.
        """
        diagnostic = aare.result_source_diagnostic
        if not self.is_watched:
            return
        if aare.accepted and diagnostic is not Diagnostic.AUTHENTICATION_REQUIRED:
            self.accepted.add(association)
            return
        is_known = association in self.accepted
        if diagnostic is Diagnostic.AUTHENTICATION_FAILURE or (is_usual and not is_known):
            self.refused.add(association)
            if not is_known:
                raise SecretRefused(association, diagnostic)

    def refusals(self) -> Iterable[str]:
        return map(refusal_of, sorted(self.refused))
