"""Functions of arrays and structs."""

from .calls import null_or_refused
from .conditions import ordering
from .errors import RowRefused


def _element_type(call):
    type_ = call.arg(0).type
    if type_.kind != "array":
        raise call.no_such_types()
    return type_.element


def _size(call):
    if not call.flag("minusOne"):
        return call.strict(len)
    value = call.arg(0).value

    def compute(row):
        elements = value(row)
        return -1 if elements is None else len(elements)

    return compute


def _element(first):
    """Counted from 1, or backwards from the end; or counted from 0."""

    def prepare(call):
        mode = call.mode
        _element_type(call)

        def body(elements, place):
            if first == 1 and place == 0:
                raise RowRefused("There is no element 0: places in an array count from 1.")
            index = len(elements) + place if first == 1 and place < 0 else place - first
            if 0 <= index < len(elements):
                return elements[index]
            return null_or_refused(
                mode, f"An array has {len(elements)} elements, and no element {place}."
            )

        return call.strict(body)

    return prepare


def _contains(call):
    compare = ordering(call, _element_type(call))

    def body(elements, wanted):
        unknown = False
        for each in elements:
            if each is None:
                unknown = True
            elif compare(each, wanted) == 0:
                return True
        return None if unknown else False

    return call.strict(body)


def _position(call):
    """Counted from 1; 0, if there is no such element."""
    compare = ordering(call, _element_type(call))

    def body(elements, wanted):
        for i, each in enumerate(elements):
            if each is not None and compare(each, wanted) == 0:
                return i + 1
        return 0

    return call.strict(body)


def _field(call):
    place, type_ = call.count("place"), call.arg(0).type
    if type_.kind != "struct" or place >= len(type_.fields):
        raise call.no_such_types()
    return call.strict(lambda struct: struct[place])


FUNCTIONS = {
    "size": _size,
    "element-at": _element(1),
    "item": _element(0),
    "array-contains": _contains,
    "array-position": _position,
    "field": _field,
}
