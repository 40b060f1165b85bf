"""What compares values, and what chooses between them and computes no more than it needs."""

from .errors import RowRefused
from .numbers import compared


def _by_operators(a, b):
    return (a > b) - (a < b)


def ordering(call, type_=None):
    """How two values of the arguments' type, none of them null, compare in Spark."""
    for arg in call.args if type_ is None else ():
        if arg.type.group != call.arg(0).type.group:
            raise call.no_such_types()
    type_ = type_ or call.arg(0).type
    if type_.group == "number":
        return compared
    if type_.group == "whole" or type_.kind in ("string", "decimal", "binary"):
        # Python orders texts by code points, which is the order of UTF-8's bytes.
        return _by_operators
    raise call.no_such_types()


def _compared(holds):
    def prepare(call):
        compare = ordering(call)
        return call.strict(lambda a, b: holds(compare(a, b)))

    return prepare


def _equal_null_safe(call):
    compare = ordering(call)
    left, right = call.arg(0).value, call.arg(1).value

    def compute(row):
        a, b = left(row), right(row)
        return compare(a, b) == 0 if a is not None and b is not None else a is b

    return compute


def _in(call):
    compare = ordering(call)
    value, *others = call.values

    def compute(row):
        wanted = value(row)
        if wanted is None:
            return None
        unknown = False
        for other in others:
            each = other(row)
            if each is None:
                unknown = True
            elif compare(wanted, each) == 0:
                return True
        return None if unknown else False

    return compute


def _logic(decisive):
    def prepare(call):
        left, right = call.arg(0).value, call.arg(1).value

        def compute(row):
            a = left(row)
            if a is decisive:
                return decisive
            b = right(row)
            if b is decisive:
                return decisive
            return None if a is None or b is None else not decisive

        return compute

    return prepare


def _presence(wanted):
    def prepare(call):
        value = call.arg(0).value
        return lambda row: (value(row) is not None) is wanted

    return prepare


def _coalesce(call):
    values = call.values

    def compute(row):
        for value in values:
            each = value(row)
            if each is not None:
                return each
        return None

    return compute


def _case(call):
    """Pairs of a condition and a value; a last one without condition is for all else."""
    values = call.values
    pairs = list(zip(values[::2], values[1::2]))
    otherwise = values[-1] if len(values) % 2 else None

    def compute(row):
        for condition, value in pairs:
            if condition(row):
                return value(row)
        return None if otherwise is None else otherwise(row)

    return compute


def _is_nan(call):
    value = call.arg(0).value

    def compute(row):
        number = value(row)
        return number is not None and number != number

    return compute


def _nanvl(call):
    value, instead = call.arg(0).value, call.arg(1).value

    def compute(row):
        number = value(row)
        return instead(row) if number is not None and number != number else number

    return compute


def _raise(call):
    """Fails, with the arguments one after another as message."""
    code, parts = call.text("code"), call.values

    def compute(row):
        texts = [part(row) for part in parts]
        raise RowRefused("".join("null" if text is None else str(text) for text in texts), code)

    return compute


FUNCTIONS = {
    "equal": _compared(lambda order: order == 0),
    "less": _compared(lambda order: order < 0),
    "less-or-equal": _compared(lambda order: order <= 0),
    "equal-null-safe": _equal_null_safe,
    "in": _in,
    "and": _logic(False),
    "or": _logic(True),
    "not": lambda call: call.strict(lambda value: not value),
    "is-null": _presence(False),
    "is-not-null": _presence(True),
    "coalesce": _coalesce,
    "case": _case,
    "is-nan": _is_nan,
    "nanvl": _nanvl,
    "raise": _raise,
}
