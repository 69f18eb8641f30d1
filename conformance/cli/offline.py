"""A bench session for questions that need no device: what would run, and why."""

from pathlib import Path

from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession
from conformance.catalogue import Catalogue
from conformance.declaration import Declaration
from conformance.evidence.run_directory import RunDirectory


def offline_session(bench: str, catalogue: Catalogue) -> BenchSession:
    """Decides, and must not be asked to run anything: it has no directory."""
    opened = open_bench(bench)
    dut, campaign = opened.file.dut, opened.file.campaign
    declaration = Declaration(dut.role, catalogue.proforma, dut.pics, is_enduring=campaign.phase == "enduring")
    return BenchSession(opened, declaration, catalogue.rules, RunDirectory(Path()))
