"""A campaign over many objects: what is told once, what stands behind it, and that nothing is left out."""

from conformance.verdict import Verdict
from reports import instances, overview
from reports.build import build
from reports.model import Report
from reports.render import render
from tests.reports.html_page import Page
from tests.reports.sample_run import SampleRun

MANY_FAIL, MANY_PASS = 30, 12


def campaign(sample: SampleRun) -> Report:
    """Two ways to fail that many instances share, five that one instance each has, and a case without instances."""
    for number in range(MANY_FAIL):
        sample.attempt("DLMS-ATTR-001", f"object {number}").fails(found="a" if number < 20 else "b")
    for number in range(5):
        sample.attempt("DLMS-ATTR-001", f"odd {number}").fails(found=f"odd {number}")
    for number in range(MANY_PASS):
        sample.attempt("DLMS-ATTR-001", f"good {number}").passes()
    sample.attempt("DLMS-SET-001").fails(found="c")
    return build(sample.directory)


def test_page_one_tells_the_ways_of_one_case_together_and_hides_no_other_case(sample: SampleRun) -> None:
    found = instances.findings(campaign(sample).cases, overview.ATTENTION)
    assert [[len(group.cases) for group in finding.ways] for finding in found] == [[20, 10, 1, 1, 1, 1, 1], [1]]
    assert found[1].ways[0].cases[0].name == "DLMS-SET-001"


def test_one_instance_is_told_in_full_for_each_frequent_way(sample: SampleRun) -> None:
    report = campaign(sample)
    failed = [case for case in report.cases if case.verdict is Verdict.FAIL]
    many, single = instances.told(failed)
    assert [case.facts.instance for case in many.leads] == ["object 0", "object 20", "odd 0"]
    assert len(many.others) == MANY_FAIL + 5 - 3
    assert ([case.name for case in single.leads], single.others) == (["DLMS-SET-001"], [])
    named = [case.name for told in (many, single) for case in (*told.leads, *told.others)]
    assert sorted(named) == sorted(case.name for case in failed)


def test_a_fold_has_its_worst_first_and_counts(sample: SampleRun) -> None:
    fold, single = instances.folds(campaign(sample).cases)
    assert fold.counts == {Verdict.FAIL: MANY_FAIL + 5, Verdict.PASS: MANY_PASS}
    assert [case.facts.instance for case in fold.cases][:3] == ["object 0", "object 1", "object 2"]
    assert [case.facts.instance for case in fold.cases][-2:] == ["good 10", "good 11"]
    assert not fold.is_open(overview.ATTENTION), "more than anybody reads"
    assert (single.is_many, single.first.name) == (False, "DLMS-SET-001")


def test_few_failures_among_many_instances_are_seen_at_once(sample: SampleRun) -> None:
    sample.attempt("DLMS-ATTR-001", "bad").fails()
    for number in range(MANY_PASS):
        sample.attempt("DLMS-ATTR-001", f"good {number}").passes()
    report = build(sample.directory)
    (fold,) = instances.folds(report.cases)
    assert fold.is_open(overview.ATTENTION)
    (shown,) = [part for part in Page(render(report)).of_class("row") if "fold" in part["class"].split()]
    assert "open" in shown


def test_the_page_has_every_instance_once_and_one_row_for_all(sample: SampleRun) -> None:
    report = campaign(sample)
    page = Page(render(report))
    assert page.faults == []
    assert [page.ids.count(case.anchor) for case in report.cases] == [1] * len(report.cases)
    (fold,) = [part for part in page.of_class("row") if "fold" in part["class"].split()]
    assert fold == {"class": "row fold FAIL PASS"}
    text = " ".join(page.text.split())
    assert "48, all instances of 2 cases counted" in text
    assert "47 instances ✕ 35 FAIL, ✓ 12 PASS" in text
    assert "DLMS-ATTR-001 × 20: object 0, object 1, object 2 and 17 more" in text  # noqa: RUF001
    assert "4 more ways" in text
    assert "32 more instances of DLMS-ATTR-001 with this verdict" in text


def test_what_is_known_beforehand_is_told_of_one_instance(sample: SampleRun) -> None:
    for number in range(6):
        purpose = "Something else." if number == 4 else "This."
        sample.attempt("DLMS-ATTR-001", f"good {number}", purpose=purpose).passes()
    report = build(sample.directory)
    (fold,) = instances.folds(report.cases)
    assert [fold.shares_facts(case) for case in fold.cases] == [False, True, True, True, False, True]
    text = " ".join(Page(render(report)).text.split())
    assert text.count("as for good 0.") == 4
    assert text.count("Something else.") == 1
