"""Makes the trees of expressions ready to run: functions of a row."""

from . import (
    arithmetic,
    casts,
    conditions,
    dates,
    hashes,
    lists,
    mathematics,
    numbers,
    patterns,
    texts,
    types,
)
from .calls import Argument, Call
from .decimals import exact_decimal
from .errors import NotLoadable

FUNCTIONS = {}
for _module in (
    arithmetic, casts, conditions, dates, hashes, lists, mathematics, patterns, texts,
):
    FUNCTIONS.update(_module.FUNCTIONS)

_KINDS = {"type", "column", "literal", "call", "args"}


def compiled(step, node):
    """A tree as an argument, whose value is a function of a row."""
    if not isinstance(node, dict) or not isinstance(node.get("type"), str):
        raise NotLoadable("The expressions can't be read: one has no type.")
    type_ = types.parse(node["type"])
    if "column" in node:
        return _column(step, node, type_)
    if "literal" in node:
        return _literal(node, type_)
    name = node.get("call")
    prepare = FUNCTIONS.get(name)
    if prepare is None:
        raise NotLoadable(f"There is no scoring function '{name}' in Python: use a newer scorer.")
    if not isinstance(node.get("args"), list):
        raise NotLoadable(f"The expressions can't be read: '{name}' has no arguments.")
    args = [compiled(step, tree) for tree in node["args"]]
    call = Call(name, type_, args, node)
    value = prepare(call)
    call.require_all_asked()
    return Argument(value, type_)


def _column(step, node, type_):
    place = node["column"]
    if not isinstance(place, int) or not 0 <= place < len(step.inputs):
        raise NotLoadable(f"The expressions can't be read: one reads the column {place}.")
    slot = step.inputs[place].slot
    return Argument(lambda row: row[slot], step.inputs[place].type)


def _literal(node, type_):
    constant = node["literal"]
    try:
        constant = None if constant is None else _constant(constant, type_)
    except (ValueError, TypeError, ArithmeticError) as e:
        raise NotLoadable(f"An expression's constant {constant} is no {type_.text}.") from e
    return Argument(lambda row: constant, type_, constant)


def _constant(json, type_):
    kind = type_.kind
    if kind == "decimal":
        return exact_decimal(json, type_.scale)
    if kind == "array":
        return [None if each is None else _constant(each, type_.element) for each in json]
    if kind in ("float", "double"):
        read = numbers.float_of_text if kind == "float" else numbers.double_of_text
        number = read(json)
        if number is None:
            raise ValueError(json)
        return number
    if kind == "binary":
        return bytes.fromhex(json)
    wanted = {"boolean": bool, "string": str}.get(kind, int)
    if kind in ("struct", "vector") or not isinstance(json, wanted):
        raise ValueError(json)
    return json


def project(step):
    trees = step.json("expressions")
    if not isinstance(trees, list) or len(trees) != len(step.outputs):
        raise NotLoadable("A step 'project' has not one expression for each output.")
    values = [compiled(step, tree).value for tree in trees]
    targets = [column.slot for column in step.outputs]

    def work(row):
        # Outputs have slots of their own, so all expressions see the values from before.
        for target, value in zip(targets, values):
            row[target] = value(row)

    return work


def filter_(step):
    reason = step.text("reason")
    condition = compiled(step, step.json("condition"))
    if condition.type.kind != "boolean":
        raise NotLoadable(f"The condition of a step 'filter' is a {condition.type.text}.")
    holds = condition.value
    return lambda row: None if holds(row) else reason


OPERATORS = {"project": project, "filter": filter_}
