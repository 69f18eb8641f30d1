"""Asking a person: questions and answers are files of the run, so they stay as evidence.

Whoever started the run on a terminal looks for questions and answers them
(`conformance.cli.progress`); a run without such a person has no operator, and
one that leaves a question open with the end of the input is gone for the rest of it.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from conformance.clock import NANOSECONDS
from conformance.errors import BenchError, NoOperator
from conformance.transport.pump import Pump

VARIABLE = "GOLDENBENCH_OPERATOR"
"""Environment variable with the folder in which questions are answered."""

FOLDER = "operator"
"""Name of that folder in a run directory."""

PATIENCE_NS = 24 * 3600 * NANOSECONDS


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits for its answer."""

    path: Path

    @property
    def text(self) -> str:
        return str(json.loads(self.path.read_text(encoding="utf-8"))["text"])

    @property
    def answer_path(self) -> Path:
        return self.path.with_name(self.path.name.replace(".question.", ".answer."))

    def answer(self, said: str | None) -> None:
        """None: nobody is there to answer."""
        _write(self.answer_path, {"answer": said})


def open_questions(folder: Path) -> list[Question]:
    """Questions without an answer, oldest first."""
    found = [Question(path) for path in sorted(folder.glob("*.question.json"))]
    return [question for question in found if not question.answer_path.exists()]


def ask(folder: Path, text: str, pump: Pump) -> str:
    """Put a question and serve the bench until it is answered."""
    folder.mkdir(parents=True, exist_ok=True)
    number = len(list(folder.glob("*.question.json"))) + 1
    question = Question(folder / f"{number:03d}.question.json")
    _write(question.path, {"text": text})
    if not pump.run(question.answer_path.exists, pump.clock.now() + PATIENCE_NS):
        raise BenchError("the operator did not answer within a day", "an answer", "start the run again")
    said = _said(question.answer_path)
    if said is None:
        raise NoOperator(
            "the operator has left: the input of the terminal ended at the question",
            "an answer",
            "run it again and press Enter when it is done, or give the control a command line",
        )
    return said


def is_gone(folder: Path) -> bool:
    """True if the operator left a question of this run open."""
    return any(_said(path) is None for path in folder.glob("*.answer.json"))


def _said(path: Path) -> str | None:
    said = json.loads(path.read_text(encoding="utf-8"))["answer"]
    return None if said is None else str(said)


def _write(path: Path, content: dict[str, str | None]) -> None:
    draft = path.with_name(path.name + ".part")
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(path)
