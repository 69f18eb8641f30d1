"""The bench file: one TOML file that says what is tested, over which link, with which permissions.

All faults are told at once, each with its path and a remedy; unknown keys are
faults. Secrets may be named instead of written: `env:NAME`, `file:PATH`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError

from conformance.bench.addresses import client_misfit, link_misfit, server_misfit
from conformance.bench.expected_file import PLACE as EXPECTED
from conformance.bench.expected_file import ExpectedFile
from conformance.bench.file_faults import FileFaults, Part, Told, Where, faults, one_of, told
from conformance.bench.golden import GOLDEN_ROLES, no_golden_unit
from conformance.bench.link_url import LinkUrl, parse_link
from conformance.bench.named_files import NamedFiles
from conformance.bench.secret_names import resolved, unresolved
from conformance.bench.tolerance_profile import PLACE as PROFILE
from conformance.bench.tolerance_profile import ToleranceName, ToleranceProfile
from conformance.bench.toml_file import read_included
from conformance.catalogue import published_proforma
from conformance.dlms.cosem import ObisCode
from conformance.errors import BenchError
from conformance.spelling import did_you_mean
from conformance.testcase import CONTROLS, ROLES, SUITES, Effects

Sap = Annotated[int, Field(ge=1, le=0xFFFF)]
Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


def _link(text: str) -> str:
    if parse_link(text).leads_nowhere:
        raise ValueError(f"{text!r} has port 0, which leads nowhere; wanted the port of the device, such as 4059")
    return text


def _role(text: str) -> str:
    if text not in ROLES:
        others = ", ".join(role for role in ROLES if role not in GOLDEN_ROLES)
        hint = did_you_mean(text, ROLES) or "correct it"
        raise ValueError(
            f"{text!r} is none of {', '.join(GOLDEN_ROLES)}, nor of the roles without a golden unit, "
            f"whose cases are not proved or not there yet: {others}; {hint}"
        )
    return text


def _how(text: str) -> str:
    if text != "operator" and not text.startswith("cmd "):
        raise ValueError(f'{text!r} is no control; wanted "operator", or "cmd " and a command line')
    return text


def _sha256(text: str) -> str:
    if text and (len(text) != 64 or not set(text.lower()) <= set("0123456789abcdef")):
        raise ValueError(f"{text!r} is no SHA-256; wanted 64 hexadecimal digits")
    return text


Link = Annotated[str, AfterValidator(_link)]
Obis = Annotated[str, AfterValidator(lambda code: str(ObisCode(code)))]
"""An OBIS code in the one form in which codes are compared, whichever it was written in."""

EFFECTS = [effect.word for effect in Effects if effect is not Effects.NONE]


def secret_misfit(given: Mapping[str, Any]) -> Iterator[Told]:
    """Low level security has a secret, and nothing else has."""
    mechanism, has_secret = given.get("mechanism", "none"), given.get("secret") is not None
    if mechanism == "lls" and not has_secret:
        yield (), 'mechanism "lls" needs a secret; write secret = "env:NAME" and set that variable'
    if mechanism == "none" and has_secret:
        yield (), 'a secret belongs to mechanism "lls" and to no other; write mechanism = "lls", or remove the secret'


class AssociationPart(Part):
    """One way in which a client may associate with the DUT."""

    examples: ClassVar[Mapping[str, str]] = {"name": 'name = "public"'}

    name: str = Field(min_length=1)
    client_sap: Sap = 16
    server_sap: Sap = 1
    mechanism: Literal["none", "lls"] = "none"
    secret: SecretStr | None = None
    may_write: bool = False

    @classmethod
    def between(cls, given: Mapping[str, Any]) -> Iterator[Told]:
        return secret_misfit(given)


class TimingPart(Part):
    response_timeout_s: Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)] = 5.0
    turnaround_s: Seconds = 0.0
    inactivity_timeout_s: Seconds | None = None
    """0 if the DUT keeps connections for ever; None: not declared."""

    reconnect_delay_s: Seconds = 0.0


class PixitPart(Part):
    max_wrong_credentials: Annotated[int, Field(ge=0)] | None = None
    lockout_s: Seconds | None = None
    """How long a wrong password locks the DUT, 0 if it does not; None: not declared."""

    do_not_test: dict[Obis, str] = Field(default_factory=dict)
    """OBIS codes that no case may touch, each with the reason."""

    tolerances: list[ToleranceName] = Field(default_factory=list)
    tolerance_profile: ToleranceProfile | None = None
    """In a bench file the name of its file."""

    writable_data: Annotated[str, AfterValidator(lambda code: code and str(ObisCode(code)))] = ""
    """OBIS code of a Data object (class 1) whose value the cases may write and restore."""

    relay_actuation_s: Seconds | None = None
    """How long the supply switch takes to move, after the answer that it will; None: not declared."""

    @property
    def all_tolerances(self) -> tuple[str, ...]:
        """Those of the bench file itself, then those of its profile."""
        shared = self.tolerance_profile.tolerances if self.tolerance_profile else ()
        return tuple(dict.fromkeys((*self.tolerances, *shared)))


class DutPart(Part):
    examples: ClassVar[Mapping[str, str]] = {"role": 'role = "electricity_meter"'}

    role: Annotated[str, AfterValidator(_role)]
    link: Link | None = None
    links: dict[str, Link] = Field(default_factory=dict)
    manufacturer: str = ""
    model: str = ""
    serial_number: str = ""
    hardware_version: str = ""
    firmware_version: str = ""
    firmware_sha256: Annotated[str, AfterValidator(_sha256)] = ""
    permits: list[Annotated[str, one_of(*EFFECTS)]] | None = None
    associations: list[AssociationPart] = Field(default_factory=list)
    timing: TimingPart = TimingPart()
    control: dict[Annotated[str, one_of(*CONTROLS)], Annotated[str, AfterValidator(_how)]] = Field(default_factory=dict)
    pics: dict[str, bool] = Field(default_factory=dict)
    pixit: PixitPart = PixitPart()

    @classmethod
    def between(cls, given: Mapping[str, Any]) -> Iterator[Told]:
        links = dict(_links(given))
        yield from _link_misfits(given, links)
        known = [_plain(association) for association in _list(given.get("associations"))]
        yield from _names_twice(known)
        for number, association in enumerate(known):
            for key, of_links, default in (("client_sap", client_misfit, 16), ("server_sap", server_misfit, 1)):
                sap = association.get(key, default)
                said = of_links(sap, [*links.values()]) if isinstance(sap, int) else ""
                if said:
                    yield ("associations", number, key), said


def _plain(part: Any) -> Mapping[str, Any]:
    """A table that is read, or was made, as its keys and values."""
    return part if isinstance(part, Mapping) else dict(part) if isinstance(part, Part) else {}


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _links(given: Mapping[str, Any]) -> Iterator[tuple[Where, LinkUrl]]:
    """The links that can be understood; the others have been told."""
    named: dict[Where, Any] = {("links", name): link for name, link in _plain(given.get("links")).items()}
    for where, text in {("link",): given.get("link"), **named}.items():
        if isinstance(text, str):
            try:
                yield where, parse_link(text)
            except ValueError:
                continue


def _link_misfits(given: Mapping[str, Any], links: Mapping[Where, LinkUrl]) -> Iterator[Told]:
    has_link, has_links = given.get("link") is not None, bool(given.get("links"))
    if has_link == has_links:
        remedy = "remove one" if has_link else 'write link = "tcp://HOST:PORT", or another link'
        yield (), f"either `link` or `[dut.links]` has to say how the DUT is reached, and not both; {remedy}"
    for where, link in links.items():
        said = link_misfit(link)
        if said:
            yield where, said
        role = given.get("role")
        trouble = no_golden_unit(role, link.device) if link.is_golden and role in ROLES else None
        if trouble is not None:
            yield where, str(trouble)
    if len(links) > 1 and any(link.is_golden for link in links.values()):
        yield ("links",), "mixes golden units and real links; leave only one of them"
    elif len({link.framing for link in links.values()}) < len(links):
        yield ("links",), "two links of one framing; wanted one wrapper and one HDLC link; remove one"


def _names_twice(associations: list[Mapping[str, Any]]) -> Iterator[Told]:
    seen: dict[str, int] = {}
    for number, association in enumerate(associations):
        name = association.get("name")
        if isinstance(name, str) and name and seen.setdefault(name, number) != number:
            yield (
                ("associations", number, "name"),
                f"{name!r} is the name of entry {seen[name] + 1} too; give each its own",
            )


class CampaignPart(Part):
    suites: list[Annotated[str, one_of(*SUITES)]] = Field(default_factory=list)
    phase: Literal["foundation", "enduring"] = "foundation"
    seed: Annotated[int, Field(ge=0)] = 1
    expected: ExpectedFile | None = None
    """What is known not to pass, for CI; in a bench file the name of its file."""

    @classmethod
    def between(cls, given: Mapping[str, Any]) -> Iterator[Told]:
        if given.get("phase") == "enduring" and given.get("expected") is not None:
            said = "a run in the enduring phase expects nothing but conformance; remove it"
            yield ("expected",), f'{said}, or write phase = "foundation"'


class BenchFile(Part):
    examples: ClassVar[Mapping[str, str]] = {"dut": "a table [dut] with role and link"}

    dut: DutPart
    campaign: CampaignPart = CampaignPart()


def read_bench_file(path: Path) -> BenchFile:
    """Read, include, check and resolve secrets; BenchError lists every fault at once."""
    bench, found = examine_bench_file(path)
    if found is not None:
        raise found
    assert bench is not None, "a file without faults can be used"
    return bench


def examine_bench_file(path: Path) -> tuple[BenchFile | None, FileFaults | None]:
    """The file as far as it can be used, and its faults; without secrets that are not there it is still a file.

    Associations whose secrets are missing are left out of it.
    """
    included = read_included(path)
    files = NamedFiles(path.parent, (PROFILE, EXPECTED))
    content = files.filled(included.merged)
    found: list[Told] = [*files.faults]
    bench = None
    try:
        bench = BenchFile.model_validate(content)
    except ValidationError as error:
        found += told(error)
    dut = _plain(content.get("dut"))
    found += _unknown_items(_plain(dut.get("pics")))
    missing = list(_unresolved_secrets(dut, path.parent))
    found += missing
    said = faults(str(path), found, "see docs/bench_file.md", files.origin(included.origin)) if found else None
    if bench is None or len(found) > len(missing):
        return None, said
    without = {where[2] for where, _ in missing}
    associations = [
        association
        if association.secret is None
        else association.model_copy(update={"secret": resolved(association.secret, path.parent)})
        for number, association in enumerate(bench.dut.associations)
        if number not in without
    ]
    return bench.model_copy(update={"dut": bench.dut.model_copy(update={"associations": associations})}), said


def golden_bench(link: str = "golden") -> BenchFile:
    """The bench that is used when none is given."""
    try:
        return BenchFile(dut=DutPart(role="electricity_meter", link=link))
    except ValidationError as error:
        ((_, said), *_) = told(error)
        found, _, rest = said.partition("; ")
        wanted, _, remedy = rest.removeprefix("wanted ").partition("; ")
        if not rest.startswith("wanted "):
            wanted, remedy = "golden, golden:DEFECT, hdlc+golden or a bench file", rest
        raise BenchError(found, wanted, remedy or "correct it") from None


def _unknown_items(pics: Mapping[str, Any]) -> Iterator[Told]:
    """An item that is misspelt would change in silence which cases apply."""
    proforma = published_proforma()
    for item, value in pics.items():
        if item not in proforma and not isinstance(value, dict):
            hint = did_you_mean(item, proforma) or f"known are {', '.join(proforma)}"
            yield ("dut", "pics", item), f"is no item of the PICS proforma; correct its spelling; {hint}"


def _unresolved_secrets(dut: Mapping[str, Any], folder: Path) -> Iterator[Told]:
    for number, association in enumerate(map(_plain, _list(dut.get("associations")))):
        said = unresolved(association.get("secret"), folder)
        if said:
            yield ("dut", "associations", number, "secret"), said
