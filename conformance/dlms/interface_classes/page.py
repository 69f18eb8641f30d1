"""docs/objects.md, written from the data beside this module.

python -m conformance.dlms.interface_classes.page > docs/objects.md
"""

from collections.abc import Iterator

from conformance.dlms.interface_classes import INTERFACE_CLASSES, Attribute, InterfaceClass, Method
from conformance.dlms.interface_classes.schema import Array, Schema, Structure

INDENT = "&emsp;"

INTRODUCTION = """\
# Interface classes

What the cases and the golden meter know of COSEM interface classes (IEC 62056-6-2). This page is written from the
data in `conformance/dlms/interface_classes`, one file a class; see there for what a type lets pass. **Dynamic**
attributes are changed by the device itself, static ones only by writing. A class that is not here is tested by
what holds for every object: its logical name, its access rights."""


def page() -> str:
    """The whole page."""
    classes = INTERFACE_CLASSES.values()
    overview = [f"| {known.class_id} | {known.version} | {link(known)} | {known.purpose} |" for known in classes]
    return "\n\n".join(
        [
            INTRODUCTION,
            "\n".join(["| class | version | name | |", "| ---: | ---: | --- | --- |", *overview]),
            *(section(known) for known in classes),
        ]
    )


def title(known: InterfaceClass) -> str:
    return f"{known.name} ({known.class_id}, version {known.version})"


def link(known: InterfaceClass) -> str:
    """The name, leading to the section under the anchor that Markdown gives to its title."""
    kept = "".join(character for character in title(known).lower() if character.isalnum() or character in " -")
    return f"[{known.name}](#{kept.replace(' ', '-')})"


def section(known: InterfaceClass) -> str:
    parts = [f"## {title(known)}", f"{known.purpose[0].upper()}{known.purpose[1:]}."]
    parts.append("\n".join(["| | attribute | | type |", "| ---: | --- | --- | --- |", *attribute_rows(known)]))
    if known.methods:
        parts.append("\n".join(["| | method | | parameter |", "| ---: | --- | --- | --- |", *method_rows(known)]))
    return "\n\n".join(parts)


def attribute_rows(known: InterfaceClass) -> Iterator[str]:
    return (f"| {one.number} | {one.name} | {nature(one)} | {laid_out(one.schema)} |" for one in known.attributes)


def method_rows(known: InterfaceClass) -> Iterator[str]:
    return (f"| {one.number} | {one.name} | {need(one)} | {laid_out(one.parameter)} |" for one in known.methods)


def laid_out(schema: Schema) -> str:
    """A type within one cell of a table, each member of a structure on a line of its own."""
    return "<br>".join(lines(schema))


def lines(schema: Schema, depth: int = 1) -> list[str]:
    if isinstance(schema, Array):
        first, *rest = lines(schema.element, depth)
        return [f"{schema.container} of {first}", *rest]
    if isinstance(schema, Structure):
        found = ["structure"]
        for name, member in schema.members.items():
            kind, *rest = lines(member, depth + 1)
            found += [f"{INDENT * depth}{name}: {kind}", *rest]
        return found
    return [str(schema)]


def nature(attribute: Attribute) -> str:
    selectors = [f"selector {number} {name}" for number, name in attribute.selectors.items()]
    return "; ".join(["dynamic" if attribute.is_dynamic else "static", *selectors])


def need(method: Method) -> str:
    return "mandatory" if method.is_mandatory else "optional"


if __name__ == "__main__":
    print(page())
