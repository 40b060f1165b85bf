"""The logical types of columns, and their text form: decimal(10,2), array<string>, vector(4)."""

import re

from .errors import NotLoadable

_SIMPLE = {
    "boolean", "int", "long", "float", "double", "string", "date", "timestamp", "binary",
}
_ALIASES = {"bigint": "long", "integer": "int", "bool": "boolean"}
_NUMBERS = {"float", "double"}
_WHOLES = {"int", "long", "boolean", "date", "timestamp"}


class Type:
    """A type; which of the attributes it has follows from its kind.

    Attributes:
        kind: its name without parameters.
        text: its text form.
        group: number (float, double), whole (int, long, boolean, date, timestamp) or object.
    """

    def __init__(self, kind, text, **parameters):
        self.kind = kind
        self.text = text
        self.precision = parameters.get("precision")
        self.scale = parameters.get("scale")
        self.element = parameters.get("element")
        self.fields = parameters.get("fields")
        self.size = parameters.get("size")
        self.group = "number" if kind in _NUMBERS else "whole" if kind in _WHOLES else "object"

    @property
    def is_numeric(self):
        return self.kind in ("int", "long", "float", "double", "decimal")

    def __repr__(self):
        return self.text


def parse(text):
    """Reads the text form of a type."""
    stripped = text.strip()
    lower = stripped.lower()
    kind = _ALIASES.get(lower, lower)
    if kind in _SIMPLE:
        return Type(kind, kind)
    decimal = re.fullmatch(r"decimal\s*\(\s*([0-9]+)\s*,\s*([0-9]+)\s*\)", lower)
    if decimal:
        precision, scale = int(decimal[1]), int(decimal[2])
        return Type("decimal", f"decimal({precision},{scale})", precision=precision, scale=scale)
    vector = re.fullmatch(r"vector(?:\s*\(\s*([0-9]+)\s*\))?", lower)
    if vector:
        size = -1 if vector[1] is None else int(vector[1])
        return Type("vector", "vector" if size < 0 else f"vector({size})", size=size)
    if lower.startswith("array<") and lower.endswith(">"):
        element = parse(stripped[6:-1])
        return Type("array", f"array<{element.text}>", element=element)
    if lower.startswith("struct<") and lower.endswith(">"):
        fields = [_field(field) for field in _split_at_top_level(stripped[7:-1])]
        shown = ",".join(f"{name}:{type_.text}" for name, type_ in fields)
        return Type("struct", f"struct<{shown}>", fields=fields)
    raise NotLoadable(f"An expression or column has the unknown type '{text}'.")


def _field(text):
    name, colon, type_text = text.partition(":")
    if not colon or not name.strip():
        raise NotLoadable(f"'{text.strip()}' is no field of a struct.")
    return name.strip(), parse(type_text)


def _split_at_top_level(text):
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        if c in "<(":
            depth += 1
        elif c in ">)":
            depth -= 1
        elif c == "," and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return parts
