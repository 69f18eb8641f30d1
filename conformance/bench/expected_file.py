"""The expected-result file of a bench: which cases are known not to pass, and why.

`[campaign] expected = "file.toml"`; it is checked as a whole before a run starts.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field

from conformance.bench.file_faults import Part, Told, faults, one_of
from conformance.bench.named_files import NamedPart
from conformance.expected import EXPECTABLE, UNREMARKABLE, Expected
from conformance.spelling import did_you_mean

PLACE = ("campaign", "expected")


def _needless(verdict: str) -> str:
    if verdict in UNREMARKABLE:
        raise ValueError(f"{verdict} is expected of every case that is not listed; remove this entry")
    if verdict == "ERROR":
        raise ValueError(
            "ERROR, a fault of harness or bench, is never expected; remove this entry, and mend what it is about"
        )
    return verdict


class ExpectedPart(Part):
    """One case, or one instance of it, that is expected to come out otherwise than PASS."""

    examples: ClassVar[Mapping[str, str]] = {
        "case": 'case = "DLMS-GET-003"',
        "verdict": 'verdict = "FAIL"',
        "reason": 'reason = "bug 4711", or why else this is expected',
    }

    case: str = Field(min_length=1)
    instance: str = ""
    verdict: Annotated[str, AfterValidator(_needless), one_of(*EXPECTABLE)]
    reason: str = Field(min_length=1)


class ExpectedFile(NamedPart):
    expected: list[ExpectedPart] = Field(default_factory=list)

    @classmethod
    def between(cls, given: Mapping[str, Any]) -> Iterator[Told]:
        """Entries for the same case."""
        seen: dict[tuple[str, str], int] = {}
        listed = given.get("expected")
        for number, entry in enumerate(listed if isinstance(listed, list) else []):
            entry = dict(entry) if isinstance(entry, Mapping | Part) else {}
            key = (str(entry.get("case", "")), str(entry.get("instance", "")))
            if key[0] and seen.setdefault(key, number) != number:
                said = f"{key[0]!r}{f' with instance {key[1]!r}' if key[1] else ''} is entry {seen[key] + 1} too"
                yield ("expected", number), f"{said}; remove one of them"

    @property
    def entries(self) -> list[Expected]:
        return [Expected(one.case, one.instance, one.verdict, one.reason) for one in self.expected]


def check_expected(file: ExpectedFile | None, known: Collection[str]) -> None:
    """BenchError names every entry for a case that does not exist."""
    if file is None:
        return
    found: list[Told] = [
        (("expected", number, "case"), f"there is no case {entry.case!r}; {_remedy(entry.case, known)}")
        for number, entry in enumerate(file.expected)
        if entry.case not in known
    ]
    if found:
        raise faults(file.file, found, "`goldenbench list` shows all cases")


def _remedy(case: str, known: Collection[str]) -> str:
    hint = did_you_mean(case, known)
    return f"correct it, or remove this entry; {hint}" if hint else "correct it, or remove this entry"
