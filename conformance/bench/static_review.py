"""The static conformance review of a whole bench file: the PICS, the role, what speaks against a certificate."""

from conformance.bench.bench_file import PixitPart
from conformance.bench.golden import unproved
from conformance.declaration import Declaration
from conformance.errors import BenchError
from conformance.tolerances import TOLERANCES


def review(declaration: Declaration, pixit: PixitPart) -> list[str]:
    """Everything that is wrong, a line each; in the foundation phase exclusions and tolerances are only disclosed.

    Cases that are not proved are told in every phase, and certify nothing.
    """
    findings = [f"{finding.item} {finding.text}" for finding in declaration.review()]
    findings += filter(None, [unproved(declaration.role)])
    if declaration.is_enduring:
        findings += [
            f"do_not_test excludes {code} ({reason}); the enduring phase tests every object"
            for code, reason in pixit.do_not_test.items()
        ]
        findings += [
            f"the tolerance {name} ({TOLERANCES[name].text}) needs a waiver, which this version cannot grant"
            for name in pixit.all_tolerances
        ]
    return findings


class Refused(BenchError):
    """What a run in the enduring phase ends with before it starts."""

    def __init__(self, findings: list[str]) -> None:
        count = f"{len(findings)} finding{'s' if len(findings) > 1 else ''}"
        super().__init__(
            "\n  ".join([f"the static review of the declaration has {count}:", *findings]),
            "a declaration without findings in the enduring phase",
            "complete and correct [dut.pics] and [dut.pixit] in the bench file, or run in the phase foundation",
        )
        self.in_short = f"the static review of the declaration has {count}; wanted {self.wanted}; {self.remedy}"
        """For a reader who has been told the findings themselves."""
