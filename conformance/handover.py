"""What the controlling process hands to each worker of pytest-xdist, so that no worker has to find it out again."""

from dataclasses import asdict, dataclass
from typing import Any, Self

KEY = "goldenbench"
"""Under it pytest-xdist carries what is handed over."""


@dataclass(frozen=True, slots=True)
class Handover:
    """All of it numbers, texts, lists and dictionaries, as nothing else gets to another process."""

    run_dir: str
    bench: str
    """Path of the bench file, or the word that stands for one."""

    seed: int
    choice: dict[str, list[str]]
    """Fields of a Choice."""

    earlier: dict[str, Any]
    """Arguments of Lockout.take_up."""

    learnt: dict[str, Any]
    """For BenchSession.learn."""

    def give(self, workerinput: dict[str, Any]) -> None:
        workerinput[KEY] = asdict(self)

    @classmethod
    def taken(cls, workerinput: dict[str, Any] | None) -> Self | None:
        """What this process was handed; None if it is no worker."""
        return None if workerinput is None else cls(**workerinput[KEY])
