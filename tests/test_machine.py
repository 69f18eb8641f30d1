"""State machines obey their table, on both ends, and a tester's may be told to break it."""

from enum import Enum, auto
from typing import ClassVar

import pytest

from conformance.dlms.association import AssociationEvent, AssociationMachine, AssociationState
from conformance.errors import HarnessError, ProtocolViolation
from conformance.machine import Machine


class State(Enum):
    IDLE = auto()
    BUSY = auto()


class Event(Enum):
    START = auto()
    STOP = auto()


class Sample(Machine[State]):
    TRANSITIONS: ClassVar = {State.IDLE: {Event.START: State.BUSY}, State.BUSY: {Event.STOP: State.IDLE}}


def test_permitted_events_take_both_ends_the_same_way() -> None:
    sender, receiver = Sample(State.IDLE), Sample(State.IDLE)
    sender.sent(Event.START)
    receiver.received(Event.START)
    assert sender.state is receiver.state is State.BUSY


def test_a_strict_machine_refuses_to_break_the_table_and_stays_where_it_is() -> None:
    machine = Sample(State.IDLE)
    with pytest.raises(HarnessError, match="STOP may not be sent in state IDLE; START"):
        machine.sent(Event.STOP)
    assert machine.state is State.IDLE


def test_a_tester_breaks_the_table_and_it_is_recorded() -> None:
    machine = Sample(State.IDLE, is_strict=False)
    machine.sent(Event.STOP)
    assert machine.state is State.IDLE
    assert machine.deviations == ["STOP sent in state IDLE"]


def test_what_the_peer_may_not_send_is_its_violation_even_for_a_lenient_machine() -> None:
    machine = Sample(State.IDLE, is_strict=False)
    with pytest.raises(ProtocolViolation, match="found STOP in state IDLE, wanted START"):
        machine.received(Event.STOP)


def test_every_state_and_event_of_the_association_is_decided() -> None:
    for state in AssociationState:
        for event in AssociationEvent:
            machine = AssociationMachine()
            machine.state = state
            following = AssociationMachine.TRANSITIONS[state].get(event)
            if following is None:
                with pytest.raises(ProtocolViolation):
                    machine.received(event)
            else:
                machine.received(event)
                assert machine.state is following
    assert AssociationMachine.TRANSITIONS[AssociationState.IDLE].keys() == {
        AssociationEvent.AARQ,
        AssociationEvent.LINK_LOST,
    }
