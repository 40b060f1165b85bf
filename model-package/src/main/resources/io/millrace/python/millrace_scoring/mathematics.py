"""Functions of doubles, and rounding."""

import decimal
import math
from decimal import Decimal
from fractions import Fraction

from .calls import null_or_refused
from .decimals import put, rounded
from .numbers import (
    INFINITY,
    LONG_MAX,
    LONG_MIN,
    NAN,
    divided,
    double_text,
    exponential,
    float32_of_fraction,
    int32,
    int64,
    power,
    truncated,
)


def _total(function, otherwise=NAN):
    """A function of Python that gives a value where it would fail: outside of its domain."""

    def compute(*args):
        try:
            return function(*args)
        except ValueError:
            return otherwise
        except OverflowError:
            return INFINITY

    return compute


def _require_doubles(call):
    if any(arg.type.kind != "double" for arg in call.args):
        raise call.no_such_types()


def _doubles(function):
    def prepare(call):
        _require_doubles(call)
        return call.strict(function)

    return prepare


def _logarithm(pole, function):
    """Null at its pole and below."""

    def prepare(call):
        _require_doubles(call)
        return call.strict(lambda number: None if number <= pole else function(number))

    return prepare


def _logarithm_to_base(base, number):
    if base <= 0 or number <= 0:
        return None
    return divided(math.log(number), math.log(base))


def _sinh(x):
    try:
        return math.sinh(x)
    except OverflowError:
        return math.copysign(INFINITY, x)


def _cbrt(x):
    if x == 0 or x - x != 0:
        return x
    root = abs(x) ** (1 / 3)
    root -= (root * root * root - abs(x)) / (3 * root * root)
    return math.copysign(root, x)


def _sign(x):
    return x if x == 0 or x != x else math.copysign(1.0, x)


def _rint(x):
    if not math.isfinite(x) or abs(x) >= 2.0**52:
        return x
    return math.copysign(float(round(x)), x)


def _width_bucket(value, start, end, buckets):
    """The bucket of a value among equally wide ones from a bound to another, which may fall."""
    if buckets <= 0 or buckets == LONG_MAX or value != value or start == end:
        return None
    if not math.isfinite(start) or not math.isfinite(end):
        return None
    low, high, rising = min(start, end), max(start, end), start < end
    if value < low if rising else value > high:
        return 0
    if value >= high if rising else value <= low:
        return buckets + 1
    distance = value - low if rising else high - value
    place = truncated(divided(float(buckets) * distance, high - low), LONG_MIN, LONG_MAX)
    return int64(place + 1)


def _to_places(rounding):
    """To the option scale of places behind the point; before it, if that is negative."""

    def prepare(call):
        mode, scale, type_ = call.mode, call.count("scale"), call.type
        if type_.kind == "decimal":

            def of_decimal(number):
                places = min(scale, -number.as_tuple().exponent)
                return put(rounded(number, places, rounding), type_, mode)

            return call.strict(of_decimal)
        if type_.group == "whole":
            return call.strict(_whole_places(call, scale, rounding, mode))
        is_float = type_.kind == "float"

        def of_number(number):
            if not math.isfinite(number):
                return number
            made = rounded(Decimal(double_text(number)), scale, rounding)
            return float32_of_fraction(Fraction(made)) if is_float else float(made)

        return call.strict(of_number)

    return prepare


def _whole_places(call, scale, rounding, mode):
    is_int, type_ = call.type.kind == "int", call.type

    def of_whole(number):
        if scale >= 0:
            return number
        exact = int(rounded(Decimal(number), scale, rounding))
        value = int64(exact)
        fits = value == int32(value) if is_int else exact == value
        if fits or mode == "legacy":
            return int32(value) if is_int else value
        return null_or_refused(mode, f"The number {exact} is too large for the type {type_.text}.")

    return of_whole


def _to_whole(function, rounding):
    def prepare(call):
        type_ = call.type
        if type_.kind == "decimal":
            return call.strict(lambda number: put(rounded(number, 0, rounding), type_, "ansi"))
        if call.arg(0).type.group == "whole":
            return call.arg(0).value

        def of_number(number):
            whole = function(number) if math.isfinite(number) else number
            return truncated(whole, LONG_MIN, LONG_MAX)

        return call.strict(of_number)

    return prepare


FUNCTIONS = {
    "sqrt": _doubles(_total(math.sqrt)),
    "cbrt": _doubles(getattr(math, "cbrt", _cbrt)),
    "exp": _doubles(exponential),
    "expm1": _doubles(_total(math.expm1)),
    "ln": _logarithm(0, math.log),
    "log2": _logarithm(0, lambda x: math.log(x) / math.log(2.0)),
    "log10": _logarithm(0, math.log10),
    "log1p": _logarithm(-1, math.log1p),
    "log": _doubles(_logarithm_to_base),
    "pow": _doubles(power),
    "hypot": _doubles(_total(math.hypot)),
    "sin": _doubles(_total(math.sin)),
    "cos": _doubles(_total(math.cos)),
    "tan": _doubles(_total(math.tan)),
    "asin": _doubles(_total(math.asin)),
    "acos": _doubles(_total(math.acos)),
    "atan": _doubles(math.atan),
    # Adding zero makes a positive zero of a negative one.
    "atan2": _doubles(lambda y, x: math.atan2(y + 0.0, x + 0.0)),
    "sinh": _doubles(_sinh),
    "cosh": _doubles(_total(math.cosh)),
    "tanh": _doubles(math.tanh),
    "degrees": _doubles(lambda x: x * 57.29577951308232),
    "radians": _doubles(lambda x: x * 0.017453292519943295),
    "sign": _doubles(_sign),
    "rint": _doubles(_rint),
    "width-bucket": lambda call: call.strict(_width_bucket),
    "round": _to_places(decimal.ROUND_HALF_UP),
    "bround": _to_places(decimal.ROUND_HALF_EVEN),
    "ceil": _to_whole(math.ceil, decimal.ROUND_CEILING),
    "floor": _to_whole(math.floor, decimal.ROUND_FLOOR),
}
