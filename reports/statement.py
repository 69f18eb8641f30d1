"""What may be concluded from a run, and what not, in plain words for those who sign."""

from conformance.verdict import Verdict
from reports import overview, words
from reports.model import Report


def may_be_concluded(report: Report) -> list[str]:
    totals = report.totals
    if report.run.damage or not (totals[Verdict.PASS] or totals[Verdict.FAIL]):
        return [] if not totals[Verdict.FAIL] else [_broken(totals[Verdict.FAIL])]
    said = []
    if totals[Verdict.FAIL]:
        said.append(_broken(totals[Verdict.FAIL]))
    if totals[Verdict.PASS]:
        covers = "this case covers" if totals[Verdict.PASS] == 1 else "these cases cover"
        said.append(
            f"In {words.cases(totals[Verdict.PASS])} the item tested did what the rules want that {covers}; "
            "every check held."
        )
    return said


def may_not_be_concluded(report: Report) -> list[str]:
    """What limits the run, first what is particular to it, then what holds for all of them."""
    facts, totals = report.run.facts, report.totals
    dut, phase = facts["bench_file"]["dut"], facts["bench_file"]["campaign"]["phase"]
    limits = []
    if facts["is_golden"]:
        limits.append("Anything about a product: the item tested was an emulation.")
    if report.run.damage:
        limits.append("That the item conforms: the evidence is damaged.")
    if report.run.finished is None:
        limits.append("Anything about cases that were not reached: the run has no end.")
    if phase != "enduring":
        limits.append("Fitness for certification: this was a run for development or a plugfest.")
    undecided = sum(totals[one] for one in (Verdict.INCONCLUSIVE, Verdict.ERROR, Verdict.REVIEW))
    if undecided:
        limits.append(f"Anything from {words.cases(undecided)} that could not be judged; they count neither way.")
    left_out = totals[Verdict.NOT_RUN] + totals[Verdict.NOT_APPLICABLE] + report.not_reached
    if left_out:
        limits.append(f"Anything about what {words.cases(left_out)} would have tested; the reasons are listed.")
    if overview.tolerances(report):
        limits.append("That tolerated faults are acceptable: each tolerance needs a waiver.")
    if dut["pixit"]["do_not_test"]:
        limits.append("Anything about the objects that were excluded from the test.")
    return [
        *limits,
        "Anything about other items, firmware or settings, rules that no case covers, "
        "accuracy of measurement, or companion specifications.",
    ]


def _broken(count: int) -> str:
    what = "this case tests" if count == 1 else "these cases test"
    return f"In {words.cases(count)} the item tested broke a rule. It does not conform to what {what}."
