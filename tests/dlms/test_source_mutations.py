"""The vectors pin what is coded by hand: HDLC frames, their parameters, and every type of xDLMS Data.

Each module is made anew with one small mistake at a time; a known answer from
outside, the refusal of a malformed message or a witness must then fail.
"""

from collections.abc import Callable, Mapping
from functools import partial

import pytest

from tests.codec.source_mutants import Source, load
from tests.dlms.excuses import EXCUSED
from tests.dlms.known import Codec, Malformed, Vector, check, check_refusal, malformed_of, vectors_of
from tests.dlms.witnesses import DATA, HDLC, WITNESSES, Modules

PLAIN = "tests.dlms.plain"

CLASSES = {HDLC: ("HdlcFrame", "HdlcParameters"), DATA: ("Data",)}

Check = Callable[[Modules], object]
Codecs = Callable[[Modules], Mapping[str, Codec]]


def hdlc_codecs(made: Modules) -> Mapping[str, Codec]:
    frame, parameters = made[HDLC[2]].HdlcFrame, made[HDLC[3]].HdlcParameters
    plain = made[PLAIN].plain
    return {
        "HdlcFrame": Codec(frame.decode, lambda value: bytes(value.encode()), plain),
        "HdlcParameters": Codec(parameters.decode, lambda value: bytes(value.encode()), plain),
    }


def data_codecs(made: Modules) -> Mapping[str, Codec]:
    return {"Data": Codec(made[DATA[4]].decode_data, made[DATA[4]].encode_data, made[PLAIN].plain)}


def checks(names: tuple[str, ...], codecs: Codecs) -> list[Check]:
    """All that is known from outside of these modules, and what it cannot say."""
    known: list[Check] = []
    for class_name in CLASSES[names]:
        known += [_agreement(vector, codecs) for vector in vectors_of(class_name)]
        known += [_refusal(entry, codecs) for entry in malformed_of(class_name)]
    return [*known, *WITNESSES[names]]


def _agreement(vector: Vector, codecs: Codecs) -> Check:
    return lambda made: check(vector, codecs(made)[vector.class_name])


def _refusal(entry: Malformed, codecs: Codecs) -> Check:
    return lambda made: check_refusal(entry, codecs(made)[entry.class_name])


def holds(one: Check, made: Modules) -> bool:
    """Whether a check is content, whatever goes wrong otherwise: mistaken code may raise anything."""
    try:
        one(made)
    except Exception:
        return False
    return True


def survives(names: tuple[str, ...], made: Callable[[], Modules], sound: list[Check]) -> bool:
    try:
        modules = made()
    except Exception:  # it cannot even be imported
        return False
    return all(holds(one, modules) for one in sound)


@pytest.mark.parametrize(
    ("names", "codecs", "module"),
    [*[(HDLC, hdlc_codecs, name) for name in HDLC], *[(DATA, data_codecs, name) for name in DATA]],
    ids=[name.rpartition(".")[2] for name in (*HDLC, *DATA)],
)
def test_every_mistake_in_the_code_is_noticed(names: tuple[str, ...], codecs: Codecs, module: str) -> None:
    sources = [Source(name) for name in (*names, PLAIN)]
    made = load(sources)
    # A check that the code fails as it is would notice everything and prove nothing.
    everything = checks(names, codecs)
    sound = [one for one in everything if holds(one, made)]
    assert len(sound) > 0.9 * len(everything)

    mistakes = list(next(source for source in sources if source.name == module).mistakes())
    survivors = {what for what, code in mistakes if survives(names, partial(load, sources, module, code), sound)}
    excused = set(EXCUSED[module])
    assert survivors - excused == set(), f"of {len(mistakes)} mistakes in {module}"
    assert excused - survivors == set(), "excused without need"
