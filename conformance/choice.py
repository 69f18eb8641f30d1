"""Which of the collected cases a run, or a sitting of it, takes."""

from dataclasses import asdict, dataclass, field

from conformance.case_names import case_id as id_of


@dataclass(frozen=True, slots=True)
class Choice:
    """Which cases a sitting is to run; fit to be sent to another process."""

    again: list[str] = field(default_factory=list)
    """Ids or names of cases to be run again; empty if the run goes on with what has no verdict."""

    planned: list[str] = field(default_factory=list)
    """Names of the cases that the run was going to run; empty if it did not get that far."""

    asked: list[str] = field(default_factory=list)
    """Ids that were asked for when the run began; empty for all."""

    finished: list[str] = field(default_factory=list)
    """Names of the cases that have a verdict."""

    def takes(self, case_id: str, name: str) -> bool:
        if self.again:
            return case_id in self.again or name in self.again
        if name in self.finished:
            return False
        if self.planned:
            return name in self.planned
        return not self.asked or case_id in self.asked

    def takes_some(self, case_id: str) -> bool:
        """True if an instance of the case may be among the chosen; which there are is not known yet."""
        named = self.again or self.planned or self.asked
        return not named or case_id in map(id_of, named)

    def as_json(self) -> dict[str, list[str]]:
        return asdict(self)
