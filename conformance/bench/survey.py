"""What there is to be tested, attribute by attribute: the object lists of all associations of the bench."""

from conformance.bench.case_run import Setting
from conformance.bench.handles import new_link
from conformance.checks import observing
from conformance.errors import BenchError, ProtocolViolation
from conformance.steps import Inconclusive, Step
from conformance.tester.association import Association
from conformance.tester.dut import Credentials
from conformance.tester.object_list import ObjectList
from conformance.tester.target import Target

MOST_TARGETS = 10_000
"""Attributes of one association that are tested one by one; of more, some from all over the list."""


def survey(setting: Setting) -> list[Target]:
    """The attributes that each association lists; one that is not opened, or whose list is not read, has none."""
    targets: list[Target] = []
    for credentials in setting.dut.associations:
        if credentials.name in setting.dut.standing.refused:
            continue
        try:
            found = _listed(setting, credentials)
        except (ProtocolViolation, BenchError, Inconclusive) as trouble:
            setting.recorder.note(
                "survey", setting.exchange.now, association=credentials.name, trouble=str(trouble)[:300]
            )
            setting.exchange.close()
            continue
        chosen = found[:: -(-len(found) // MOST_TARGETS)] if found else []
        setting.recorder.note(
            "survey", setting.exchange.now, association=credentials.name, attributes=len(found), chosen=len(chosen)
        )
        targets += chosen
    return targets


def _listed(setting: Setting, credentials: Credentials) -> list[Target]:
    step = Step(setting.recorder, setting.exchange, ("survey",))
    link = new_link(setting.framing, setting.exchange, step, credentials, setting.hdlc, setting.dut)
    association = Association(link, credentials, setting.dut, may_change=False)
    with observing(step):
        association.open()
        objects = ObjectList.read(association)
        association.leave()
        link.disconnect()
        link.hang_up()
    name = credentials.name
    return [Target.of(name, objects, listed, number) for listed in objects for number in sorted(listed.attributes)]
