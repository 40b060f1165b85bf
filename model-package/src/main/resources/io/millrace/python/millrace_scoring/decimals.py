"""Decimal arithmetic as Spark's: results are cut to 39 digits, then rounded half up."""

import decimal
from decimal import Decimal

from .errors import RowRefused, shown
from .numbers import int64

_MOST_DIGITS = 38


def _context(digits, rounding):
    return decimal.Context(
        prec=digits, rounding=rounding, Emin=-(10**9), Emax=10**9,
        traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
    )


# Of so many digits that nothing is rounded.
WIDE = _context(1000, decimal.ROUND_HALF_UP)
_CUT = _context(_MOST_DIGITS + 1, decimal.ROUND_DOWN)
_ZERO = Decimal(0)


def rounded(value, scale, rounding):
    """A number with so many places behind the point; never a negative zero."""
    made = value.quantize(Decimal((0, (1,), -scale)), rounding, WIDE)
    return made if made else made.copy_abs()


def exact_decimal(text, scale):
    """A number of that scale, of a text that needs no more places."""
    value = Decimal(text)
    made = rounded(value, scale, decimal.ROUND_HALF_UP)
    if made != value:
        raise ValueError(f"'{text}' has more than {scale} places")
    return made


def fitted(value, type_, rounding=decimal.ROUND_HALF_UP):
    """A number with a type's scale; None, if it is too large."""
    if value and value.adjusted() + 1 > _MOST_DIGITS:
        return None
    if value.adjusted() + 1 < -type_.scale and rounding == decimal.ROUND_HALF_UP:
        return Decimal((0, (0,), -type_.scale))
    made = rounded(value, type_.scale, rounding)
    return None if len(made.as_tuple().digits) > type_.precision else made


def put(value, type_, mode):
    """A number in a type; what is too large for it is null or fails."""
    made = fitted(value, type_)
    if made is None and mode == "ansi":
        raise RowRefused(f"The number {shown(value)} is too large for the type {type_.text}.")
    return made


def add(a, b):
    return WIDE.add(a, b)


def subtract(a, b):
    return WIDE.subtract(a, b)


def multiply(a, b):
    return _CUT.multiply(a, b)


def divide(a, b):
    """With 39 places behind the point, towards zero."""
    exponent = a.as_tuple().exponent - b.as_tuple().exponent + _MOST_DIGITS + 1
    x, y = _unscaled(a) * 10 ** max(0, exponent), _unscaled(b) * 10 ** max(0, -exponent)
    quotient = abs(x) // abs(y)
    sign = 1 if (x < 0) != (y < 0) else 0
    return Decimal((sign, tuple(map(int, str(quotient))), -(_MOST_DIGITS + 1)))


def _unscaled(value):
    sign, digits, _ = value.as_tuple()
    whole = int("".join(map(str, digits)))
    return -whole if sign else whole


def whole_quotient(a, b):
    return WIDE.divide_int(a, b)


def remainder(a, b):
    return WIDE.remainder(a, b)


def positive_remainder(a, b):
    rest = remainder(a, b)
    return remainder(add(rest, b), b) if rest < 0 else rest


def negate(value):
    return value.copy_negate() if value else value


def long_value(value):
    """The whole part, of which the low 64 bits count."""
    return int64(int(value))
