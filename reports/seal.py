"""SHA-256 of every file of the evidence, and one over them all: what a printed report stands for.

Anybody can make the one again, in the directory of the run:

    find run.json run.jsonl cases identification -type f | LC_ALL=C sort | xargs sha256sum | sha256sum
"""

import hashlib
from dataclasses import dataclass

from conformance.errors import EvidenceError
from conformance.evidence.run_directory import RunDirectory


@dataclass(frozen=True, slots=True)
class Seal:
    hashes: dict[str, str]
    """By name below the run directory."""

    @property
    def digest(self) -> str:
        lines = "".join(f"{sha256}  {name}\n" for name, sha256 in self.hashes.items())
        return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()


def seal(directory: RunDirectory) -> Seal:
    hashes = {}
    for path in directory.evidence():
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise EvidenceError(
                f"cannot read {path} ({error.strerror or error})",
                "evidence that can be read, so that its hash can be told",
                "see to its permissions, or restore the run directory from its original",
            ) from error
        hashes[path.relative_to(directory.path).as_posix()] = sha256
    return Seal(hashes)
