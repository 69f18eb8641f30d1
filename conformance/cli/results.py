"""Results of recorded runs for verbs that only read them."""

from pathlib import Path
from typing import Any

import typer

from conformance.printable import printable


def read_results(run: Path) -> dict[str, Any]:
    """As in results.json; where that had to be made again, standard error says so."""
    from conformance.evidence.run_directory import RunDirectory
    from reports.stored import stored_results

    found, trouble = stored_results(RunDirectory.existing(run))
    if trouble:
        made = f"made again from the evidence for now; `goldenbench report {run}` keeps it"
        typer.echo(f"{printable(str(run))}: {trouble}; {made}", err=True)
    return found
