"""What there is to be tested, attribute by attribute: the object lists of all associations of the bench."""

from conformance.bench.case_run import Setting
from conformance.bench.handles import new_link
from conformance.checks import observing
from conformance.errors import BenchError, ProtocolViolation
from conformance.steps import Inconclusive, Step
from conformance.tester.association import Association
from conformance.tester.dut import Credentials, given_up
from conformance.tester.object_list import ObjectList
from conformance.tester.standing import refusal_of
from conformance.tester.target import Target

MOST_TARGETS = 10_000
"""Attributes of one association that are tested one by one; of more, some from all over the list."""


def survey(setting: Setting) -> list[Target]:
    """The attributes that each association lists.

    What is left out has a target that tells why: all of an association that is not opened or whose list is not
    read, and whatever is too much.
    """
    return [target for credentials in setting.dut.associations for target in _targets(setting, credentials)]


def _targets(setting: Setting, credentials: Credentials) -> list[Target]:
    name = credentials.name
    if name in setting.dut.standing.refused:
        return [Target.untold(name, refusal_of(name))]
    if setting.dut.standing.is_given_up(name):
        return [Target.untold(name, given_up(credentials))]
    try:
        found = _listed(setting, credentials)
    except (ProtocolViolation, BenchError, Inconclusive) as trouble:
        said = str(trouble)[:300]
        setting.recorder.note("survey", setting.exchange.now, association=name, trouble=said)
        setting.exchange.close()
        return [Target.untold(name, f"association {name} did not tell what it lists: {said}")]
    chosen = found[:: -(-len(found) // MOST_TARGETS)] if found else []
    setting.recorder.note("survey", setting.exchange.now, association=name, attributes=len(found), chosen=len(chosen))
    if not found:
        return [Target.untold(name, f"association {name} lists no attribute")]
    left = len(found) - len(chosen)
    text = f"association {name} lists {len(found)} attributes, of which {left} are left out"
    return [*chosen, Target.untold(name, text)] if left else chosen


def _listed(setting: Setting, credentials: Credentials) -> list[Target]:
    step = Step(setting.recorder, setting.exchange, ("survey",))
    link = new_link(setting.framing, setting.exchange, step, credentials, setting.hdlc, setting.dut)
    association = Association(link, credentials, setting.dut, may_change=False)
    with observing(step):
        association.open()
        objects = ObjectList.read(association)
        try:
            association.leave()
            link.disconnect()
        except ProtocolViolation as trouble:  # the list has been read all the same
            setting.exchange.note("release", trouble=str(trouble))
        link.hang_up()
    name = credentials.name
    targets = [Target.of(name, objects, listed, number) for listed in objects for number in sorted(listed.attributes)]
    # What is listed twice is the business of a case about the list; no two instances may have one name.
    return list({target.name: target for target in reversed(targets)}.values())[::-1]
