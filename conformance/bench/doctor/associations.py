"""Does each association of the bench file open? A declared secret is shown once at the most, and no other one ever."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from conformance.bench.discovery import differing, read_identification
from conformance.bench.doctor import ways
from conformance.bench.doctor.clients import WRONG_CLIENT, Guess, answered_clients
from conformance.bench.doctor.clock import judge_clock
from conformance.bench.doctor.lines import Lines
from conformance.bench.doctor.port import why_not_opened
from conformance.bench.doctor.reach import Reach, why_silent
from conformance.bench.doctor.row import Row, Whose, fault, ok, unknown
from conformance.bench.doctor.search import Search, Tell
from conformance.bench.exchange import PortExchange
from conformance.bench.handles import new_link
from conformance.bench.link_url import LinkUrl
from conformance.checks import observing
from conformance.dlms.aare import Aare
from conformance.dlms.acse import AcseServiceUserDiagnostic as Diagnostic
from conformance.errors import BenchError, NoAnswer, ProtocolViolation
from conformance.printable import printable
from conformance.shown import shown
from conformance.steps import Inconclusive, Step
from conformance.tester.association import Association
from conformance.tester.dut import Credentials
from conformance.tester.standing import SecretRefused
from conformance.tolerances import step_over

WRONG_PASSWORD = (
    "wrong-password",
    "correct its secret; it was shown once and is not tried again, as a meter may count and lock itself",
)
PASSWORD_MISSING = ("password-missing", 'this client needs one: write mechanism = "lls" and secret = "env:NAME"')
REFUSED = ("association-refused", "see in the manual of the meter which clients it lets in, and how")
REFUSALS = {
    Diagnostic.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED: (
        "wrong-context",
        "the meter wants ciphering or short names for this client, which are not driven here; try another client_sap",
    ),
    Diagnostic.CALLING_AP_TITLE_NOT_RECOGNIZED: (WRONG_CLIENT, "correct client_sap"),
    Diagnostic.CALLED_AP_TITLE_NOT_RECOGNIZED: ("wrong-server-sap", "correct server_sap"),
    Diagnostic.AUTHENTICATION_MECHANISM_NAME_NOT_RECOGNIZED: (
        "wrong-mechanism",
        "the meter wants another mechanism for this client: see its manual; none and lls are driven here",
    ),
    Diagnostic.AUTHENTICATION_MECHANISM_NAME_REQUIRED: PASSWORD_MISSING,
    Diagnostic.AUTHENTICATION_REQUIRED: PASSWORD_MISSING,
    Diagnostic.AUTHENTICATION_FAILURE: WRONG_PASSWORD,
}
"""Name of the fault and remedy, by what the meter gives as its reason."""


@dataclass(slots=True)
class Told:
    """What needs to be asked only once in a bench."""

    identification: dict[str, str] = field(default_factory=dict)
    clock_is_judged: bool = False


def judge(lines: Lines, link: LinkUrl, reach: Reach, told: Told, tell: Tell) -> Iterator[Row]:
    """A row for each association, and what can be read through them."""
    dut = lines.bench.dut
    first = dut.for_identification()
    for credentials in sorted(dut.associations, key=lambda known: known is not first):
        known, is_secret = credentials, credentials.secret is not None
        check = f"association {credentials.name}"
        if is_secret and not (reach.is_declared or reach.may_be_deaf):
            yield unknown(
                check, "not tried: no secret is sent in a way that is not declared", "mend the above", link=link.text
            )
            continue
        if is_secret and _is_spent(lines, credentials):
            found = "not tried: another secret was refused, and the meter may lock itself"
            remedy = "correct the other, or write max_wrong_credentials if the meter bears more"
            yield unknown(check, found, remedy, link=link.text)
            continue
        if credentials is first and reach.way is not None:
            known = replace(credentials, server_sap=reach.way.server_sap)
        if credentials is first and reach.clients:
            yield from _guessed(lines, link, reach, known, told, tell)
            continue
        tell(f"opening association {credentials.name}")
        yield from _one(lines, link, reach, known, told, tell)


def _guessed(
    lines: Lines, link: LinkUrl, reach: Reach, credentials: Credentials, told: Told, tell: Tell
) -> Iterator[Row]:
    """The client of an association is not answered; whichever is meant, a secret is not shown to find out."""

    def opened(tried: Credentials) -> list[Row]:
        tell(f"opening association {credentials.name} as client {tried.client_sap}")
        try:
            return list(_attempt(lines, link, reach, tried, told))
        except (NoAnswer, Inconclusive) as silence:
            return [fault("client", "association-unanswered", Whose.UNREACHABLE, str(silence), "")]

    made = Guess(lines.bench, credentials, reach.clients)
    made.try_without_secret(opened)
    yield made.row("client", f"client {credentials.client_sap} of the bench file is not answered", link.text)
    if made.let_in is None:
        found = "not tried: which client it is was not found out"
        yield unknown(f"association {credentials.name}", found, "mend the above", link=link.text)
    yield from made.rows


def _is_spent(lines: Lines, credentials: Credentials) -> bool:
    """One wrong secret is a slip that can happen to anybody; more of them only where the meter is said to bear them."""
    dut = lines.bench.dut
    refused = dut.standing.refused - {credentials.name}
    return len(refused) >= max(dut.max_wrong_credentials or 0, 1)


def _one(lines: Lines, link: LinkUrl, reach: Reach, credentials: Credentials, told: Told, tell: Tell) -> Iterator[Row]:
    try:
        yield from _attempt(lines, link, reach, credentials, told)
    except (NoAnswer, Inconclusive) as silence:  # a secret that was not answered leaves open what is wrong
        yield _unanswered(lines, link, reach, credentials, str(silence.__cause__ or silence), tell)


def _attempt(lines: Lines, link: LinkUrl, reach: Reach, credentials: Credentials, told: Told) -> Iterator[Row]:
    """What comes of opening an association; silence is for whoever asked."""
    check = f"association {credentials.name}"
    used = reach.way.link if reach.way is not None else link
    try:
        with lines.open(used) as exchange:
            association = _association(lines, exchange, used, credentials)
            with observing(association.link.step):
                try:
                    for row in _through(lines, association, check, told):
                        yield replace(row, link=link.text)
                finally:
                    broken = _leave(association)
                if broken is not None:
                    yield _violation(check, broken, link)
    except SecretRefused as refused:
        yield _refused(check, refused.diagnostic, link.text, has_secret=True)
    except NoAnswer:
        raise
    except ProtocolViolation as violation:
        yield _violation(check, violation, link)
    except BenchError as trouble:
        yield why_not_opened(link, trouble)


def _association(lines: Lines, exchange: PortExchange, link: LinkUrl, credentials: Credentials) -> Association:
    bench = lines.bench
    parameters = link.parameters
    settings = replace(
        bench.hdlc_settings(link.framing if link.framing in bench.framings else bench.framings[0]),
        server_lower=parameters.get("server_lower", 0),
        address_octets=parameters.get("address_octets", 1),
    )
    step = Step(exchange.recorder, exchange, ("doctor",))
    connected = new_link(link.framing, exchange, step, credentials, settings, bench.dut)
    return Association(connected, credentials, bench.dut, may_change=False)


def _through(lines: Lines, association: Association, check: str, told: Told) -> Iterator[Row]:
    """Open it, and read through it what nobody has told yet."""
    association.link.connect()
    aare = association.request_association(association.aarq())
    if not aare.accepted or aare.result_source_diagnostic is Diagnostic.AUTHENTICATION_REQUIRED:
        has_secret = association.credentials.secret is not None
        yield _refused(check, aare.result_source_diagnostic, "", has_secret=has_secret)
        return
    yield ok(check, _opened(association, aare))
    dut = lines.bench.file.dut
    if not any(told.identification.values()):
        told.identification = read_identification(association)
        known = {name.replace("_", " "): text for name, text in told.identification.items() if text}
        words = ", ".join(f"{name} {printable(text)}" for name, text in known.items())
        if words:
            yield ok("identification", words)
        for said in differing(dut, told.identification, {}):
            remedy = "see which device is connected, or correct the bench file"
            yield fault("identification", "another-device", Whose.BENCH, printable(said), remedy)
    if not told.clock_is_judged:
        row = judge_clock(association, lines.bench.wall_origin_ns())
        if row is not None:
            told.clock_is_judged = True
            yield row


def _opened(association: Association, aare: Aare) -> str:
    known = association.credentials
    agreed = association.negotiated
    size = f", PDUs up to {agreed.server_max_receive_pdu_size} octets" if agreed is not None else ""
    return f"client {known.client_sap}, server {known.server_sap}: {aare.result.label}{size}"


def _leave(association: Association) -> ProtocolViolation | None:
    """RLRQ and DISC, as far as the meter goes along; answers the first rule that it breaks by not doing so."""
    broken = []
    for end in (association.leave if association.is_open else None, association.link.disconnect):
        try:
            if end is not None:
                end()
        except (ProtocolViolation, BenchError) as trouble:
            association.link.exchange.note("not left in order", trouble=str(trouble))
            broken += [trouble] if isinstance(trouble, ProtocolViolation) else []
    return broken[0] if broken else None


def _refused(check: str, diagnostic: object, link: str, *, has_secret: bool) -> Row:
    usual = WRONG_PASSWORD if has_secret else REFUSED
    name, remedy = REFUSALS.get(diagnostic, usual) if isinstance(diagnostic, Diagnostic) else usual
    said = (
        f"the meter refuses it: {shown(diagnostic)}" if diagnostic is not None else "the meter has refused its secret"
    )
    return fault(check, name, Whose.BENCH, said, remedy, link=link)


def _violation(check: str, violation: ProtocolViolation, link: LinkUrl) -> Row:
    rule = f" ({violation.rule})" if violation.rule else ""
    way = step_over(violation.tolerance) if violation.tolerance else "mend the device"
    remedy = f"the device breaks a rule{rule}, which `goldenbench run` judges; {way}"
    return fault(check, "protocol-violation", Whose.DUT, printable(str(violation)), remedy, link=link.text)


def _unanswered(lines: Lines, link: LinkUrl, reach: Reach, credentials: Credentials, trouble: str, tell: Tell) -> Row:
    """Silence to an association: it may be its client that the meter does not know."""
    check = f"association {credentials.name}"
    way = ways.declared(reach.way.link if reach.way else link, credentials)
    search = Search(lines, tell)
    answered = answered_clients(search, lines.bench, way, besides=way)
    found = f"no answer for client {credentials.client_sap} at server {credentials.server_sap}: {printable(trouble)}"
    if answered and credentials.client_sap not in answered:
        return Guess(lines.bench, credentials, answered).row(check, found, link.text)
    if reach.may_be_deaf and not answered:
        return why_silent(lines, way, search.silence)
    remedy = "check client_sap and server_sap of this association, and that no other client occupies the meter"
    return fault(check, "association-unanswered", Whose.UNREACHABLE, found, remedy, link=link.text)
