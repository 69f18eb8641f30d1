"""The bench of a run that goes on: its bench file has to say what it said when the run began."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from conformance.bench.bench import Bench
from conformance.bench.bench_file import BenchFile
from conformance.bench.open_bench import is_golden, open_bench
from conformance.errors import BenchError, EvidenceError
from conformance.evidence.run_directory import RunDirectory
from conformance.run_log import effective_bench_file


def open_unchanged(directory: RunDirectory, given: str | None, *, seed: int) -> Bench:
    """The bench of a run, from its own file or from where that is now; BenchError if it is gone, or says another."""
    run = directory.read_run()
    source = given or run["bench"]
    if not is_golden(source) and not Path(source).is_file():
        raise BenchError(
            f"the bench file of this run, {source}, is not there",
            "the file with which it began (run.json has no secrets, so it cannot stand in for it)",
            "change to the directory in which the run was started, or say where it is now: --bench FILE",
        )
    bench = open_bench(source, seed=seed)
    differences = list(_differences(_bench_file_then(directory, run), effective_bench_file(bench.file)))
    if differences:
        listed = "\n".join(f"  {line}" for line in differences)
        raise BenchError(
            f"{source} is not as it was when the run began:\n{listed}",
            "one and the same bench for all cases of a run",
            "undo these changes, or start a new run",
        )
    return bench


def _bench_file_then(directory: RunDirectory, run: dict[str, Any]) -> dict[str, Any]:
    try:
        return effective_bench_file(BenchFile.model_validate(run["bench_file"]))
    except (KeyError, ValueError) as error:
        raise EvidenceError(
            f"the bench file in {directory.run_json} cannot be read by this version of goldenbench",
            "a run that this version began, or one like it",
            "restore run.json, or resume it with the version of goldenbench that it names",
        ) from error


def _differences(then: Any, now: Any, where: str = "") -> Iterable[str]:
    """Entries of two bench files that are not the same, by their path; secrets are not shown."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*then, *now]):
            yield from _differences(then.get(key), now.get(key), f"{where}.{key}" if where else key)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (old, new) in enumerate(zip(then, now, strict=True), start=1):
            yield from _differences(old, new, f"{where}, entry {number}")
    elif then != now and where.endswith(".secret") and then and now:
        yield f"{where}: of another length"  # or a replay could not tell the octets
    elif then != now:
        yield f"{where}: {_shown(where, then)} then, {_shown(where, now)} now"


def _shown(where: str, value: Any) -> str:
    if value is None:
        return "nothing"
    return "a secret" if where.endswith(".secret") else repr(value)
