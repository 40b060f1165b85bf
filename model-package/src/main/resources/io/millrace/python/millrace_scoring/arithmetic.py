"""Addition and its like, of all numbers; and the greatest and least of values."""

from . import decimals
from .calls import null_or_refused
from .conditions import ordering
from .decimals import put
from .errors import RowRefused
from .numbers import (
    INT_MAX,
    INT_MIN,
    LONG_MAX,
    LONG_MIN,
    divided,
    float32,
    int32,
    int64,
    modulo,
    quotient,
    rest,
)
from .types import parse


def _bounds(call):
    if call.type.kind == "int":
        return INT_MIN, INT_MAX, int32
    if call.type.kind == "long":
        return LONG_MIN, LONG_MAX, int64
    raise call.no_such_types()


def _whole(call, mode):
    """Puts an exact whole number into the type of the result."""
    least, most, wrapped = _bounds(call)
    message = f"A number is too large for the type {call.type.text} of '{call.name}'."

    def fit(value):
        if least <= value <= most:
            return value
        return wrapped(value) if mode == "legacy" else null_or_refused(mode, message)

    return fit


def _sum(operation, decimal_operation):
    def prepare(call):
        mode, type_ = call.mode, call.type
        if type_.kind == "decimal":
            return call.strict(lambda a, b: put(decimal_operation(a, b), type_, mode))
        if type_.kind == "double":
            return call.strict(operation)
        if type_.kind == "float":
            return call.strict(lambda a, b: float32(operation(a, b)))
        fit = _whole(call, mode)
        return call.strict(lambda a, b: fit(operation(a, b)))

    return prepare


def _divided(call, mode, body):
    """Looks at the divisor first: by zero, the dividend is not computed."""
    dividend, divisor = call.arg(0).value, call.arg(1).value

    def compute(row):
        b = divisor(row)
        if b is None or (b == 0 and mode != "ansi"):
            return None
        a = dividend(row)
        if a is None:
            return None
        if b == 0:
            raise RowRefused("A number is divided by zero.")
        return body(a, b)

    return compute


def _divide(call):
    mode, type_ = call.mode, call.type
    if type_.kind == "decimal":
        return _divided(call, mode, lambda a, b: put(decimals.divide(a, b), type_, mode))
    if type_.kind != "double":
        raise call.no_such_types()
    return _divided(call, mode, divided)


def _div(call):
    mode = call.mode
    if call.kind() == "decimal" and call.kind(1) == "decimal":
        left, right = call.arg(0).type, call.arg(1).type
        digits = min(max(left.precision - left.scale + right.scale, 1), 38)
        type_ = parse(f"decimal({digits},0)")

        def of_decimals(a, b):
            result = put(decimals.whole_quotient(a, b), type_, mode)
            return None if result is None else decimals.long_value(result)

        return _divided(call, mode, of_decimals)

    def of_wholes(a, b):
        if a == LONG_MIN and b == -1:
            if mode == "ansi":
                raise RowRefused("A number is too large for the type long of 'div'.")
            return a
        return quotient(a, b)

    return _divided(call, mode, of_wholes)


def _remainder(positive):
    def prepare(call):
        mode, type_ = call.mode, call.type
        if type_.kind == "decimal":
            remainder = decimals.positive_remainder if positive else decimals.remainder
            return _divided(call, mode, lambda a, b: put(remainder(a, b), type_, mode))
        wrapped = int32 if type_.kind == "int" else int64
        if type_.group == "whole":

            def of_wholes(a, n):
                result = rest(a, n)
                # The sum wraps around as in Spark.
                return rest(wrapped(result + n), n) if positive and result < 0 else result

            return _divided(call, mode, of_wholes)
        cut = float32 if type_.kind == "float" else float

        def of_numbers(a, n):
            result = modulo(a, n)
            return modulo(cut(result + n), n) if positive and result < 0 else result

        return _divided(call, mode, of_numbers)

    return prepare


def _signed(of_number, of_decimal):
    def prepare(call):
        mode = call.mode
        if call.type.kind == "decimal":
            return call.strict(of_decimal)
        if call.type.group == "number":
            return call.strict(of_number)
        fit = _whole(call, mode)
        return call.strict(lambda value: fit(of_number(value)))

    return prepare


def _extreme(sign):
    def prepare(call):
        compare, values = ordering(call), call.values

        def compute(row):
            best = None
            for value in values:
                each = value(row)
                if each is not None and (best is None or compare(each, best) * sign > 0):
                    best = each
            return best

        return compute

    return prepare


FUNCTIONS = {
    "add": _sum(lambda a, b: a + b, decimals.add),
    "subtract": _sum(lambda a, b: a - b, decimals.subtract),
    "multiply": _sum(lambda a, b: a * b, decimals.multiply),
    "divide": _divide,
    "div": _div,
    "remainder": _remainder(False),
    "pmod": _remainder(True),
    "negate": _signed(lambda value: -value, decimals.negate),
    "abs": _signed(abs, lambda value: value.copy_abs()),
    "greatest": _extreme(1),
    "least": _extreme(-1),
}
