"""Numbers as Java computes them: whole numbers of 32 and 64 bits, floats, and their texts."""

import math
import re
import struct
import sys
from fractions import Fraction

INT_MIN, INT_MAX = -(1 << 31), (1 << 31) - 1
LONG_MIN, LONG_MAX = -(1 << 63), (1 << 63) - 1
NAN, INFINITY = math.nan, math.inf
DOUBLE_MAX = sys.float_info.max


def int32(value):
    """The low 32 bits as a signed number."""
    return ((value + 0x80000000) & 0xFFFFFFFF) - 0x80000000


def int64(value):
    """The low 64 bits as a signed number."""
    return ((value + (1 << 63)) & 0xFFFFFFFFFFFFFFFF) - (1 << 63)


def float32(value):
    """The nearest number of 32 bits."""
    try:
        return struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(INFINITY, value)


def float32_of_fraction(exact):
    """The float nearest to an exact fraction; by way of a double that is rounded to odd."""
    try:
        number = float(exact)
    except OverflowError:
        return INFINITY if exact > 0 else -INFINITY
    if math.isinf(number) or Fraction(number) == exact:
        return float32(number)
    bits = struct.unpack("<q", struct.pack("<d", number))[0]
    if abs(Fraction(number)) > abs(exact):
        bits -= 1
    return float32(struct.unpack("<d", struct.pack("<q", bits | 1))[0])


def truncated(number, least, most):
    """Java's cast of a double to a whole number: towards zero, kept within bounds, NaN is 0."""
    if number != number:
        return 0
    if number >= most:
        return most
    return least if number <= least else int(number)


def quotient(a, b):
    """Division of whole numbers towards zero."""
    result = abs(a) // abs(b)
    return result if (a < 0) == (b < 0) else -result


def rest(a, b):
    """Remainder of whole numbers, with the sign of the dividend."""
    return a - quotient(a, b) * b


def divided(a, b):
    """Division of doubles."""
    if b == 0:
        if a == 0 or a != a:
            return NAN
        return math.copysign(INFINITY, a) * math.copysign(1.0, b)
    return a / b


def modulo(a, b):
    """Java's remainder of doubles."""
    if b == 0 or a in (INFINITY, -INFINITY) or a != a or b != b:
        return NAN
    return math.fmod(a, b)


def compared(a, b):
    """Spark's order of doubles: NaN is the greatest and equal to itself, zeros are equal."""
    if a == b:
        return 0
    if a < b:
        return -1
    if a > b:
        return 1
    return (a != a) - (b != b)


def total_order(a, b):
    """Java's Double.compare, in which -0.0 comes before 0.0."""
    if a == 0 and b == 0:
        left, right = math.copysign(1, a), math.copysign(1, b)
        return (left > right) - (left < right)
    return compared(a, b)


def total_key(number):
    """A key that sorts as Double.compare does."""
    return (number != number, 0.0 if number != number else number, math.copysign(1, number))


def search(values, wanted, start=0, end=None):
    """Java's Arrays.binarySearch of doubles: the place, or -(place to insert) - 1."""
    low, high = start, (len(values) if end is None else end) - 1
    while low <= high:
        middle = (low + high) >> 1
        order = total_order(values[middle], wanted)
        if order < 0:
            low = middle + 1
        elif order > 0:
            high = middle - 1
        else:
            return middle
    return -(low + 1)


def exponential(x):
    """e to the power of a number, infinite where it is too large."""
    try:
        return math.exp(x)
    except OverflowError:
        return INFINITY


def power(a, b):
    """Java's Math.pow, which fails for no numbers."""
    if b == 0:
        return 1.0
    if a != a or b != b or (abs(a) == 1 and math.isinf(b)):
        return NAN
    odd = math.isfinite(b) and b == math.floor(b) and math.fmod(b, 2) != 0
    sign = -1.0 if odd and math.copysign(1, a) < 0 else 1.0
    try:
        return math.pow(a, b)
    except OverflowError:
        return sign * INFINITY
    except ValueError:
        return sign * INFINITY if a == 0 else NAN


def _exact_fma(a, b, c):
    product = a * b
    if not a or not b or product - product != 0 or c - c != 0:
        if math.isinf(product) and math.isfinite(a) and math.isfinite(b) and math.isfinite(c):
            pass  # It may overflow in between alone.
        else:
            return product + c
    if c == 0:
        return product
    (an, ad), (bn, bd), (cn, cd) = (x.as_integer_ratio() for x in (a, b, c))
    denominator = ad * bd
    try:
        # Division of whole numbers is rounded once.
        return (an * bn * cd + cn * denominator) / (denominator * cd)
    except OverflowError:
        return INFINITY if an * bn * cd + cn * denominator > 0 else -INFINITY


# a * b + c, rounded once; Python has it from 3.13 on.
fma = getattr(math, "fma", None)
if fma is None:
    fma = _exact_fma
else:
    _native = math.fma

    def fma(a, b, c):
        try:
            return _native(a, b, c)
        except (OverflowError, ValueError):
            return _exact_fma(a, b, c)


def _powers_of_two(entries):
    # 2 to the power of i/32, each rounded once, from whole roots of many more places.
    places = 120
    root = 2 << (2 * places)
    for _ in range(5):
        root = math.isqrt(root) << places
    root >>= places
    powers, power_ = [], 1 << places
    for _ in range(entries):
        powers.append(power_ / (1 << places))
        power_ = power_ * root >> places
    return powers


_ENTRIES = 32
_POWERS = _powers_of_two(_ENTRIES)
_ENTRIES_PER_LN2 = float.fromhex("0x1.71547652b82fep+0") * _ENTRIES
_CUBIC = float.fromhex("0x1.c6af84b912394p-5") / _ENTRIES**3
_SQUARE = float.fromhex("0x1.ebfce50fac4f3p-3") / _ENTRIES**2
_LINEAR = float.fromhex("0x1.62e42ff0c52d6p-1") / _ENTRIES


def float_exponential(x):
    """e to the power of a float as a float, with the bits of C's expf in the GNU library.

    The method and the coefficients are those of Arm's Optimized Routines, math/expf.c.
    """
    if x > float.fromhex("0x1.62e42ep6"):
        return INFINITY
    if x < float.fromhex("-0x1.9fe368p6"):
        return 0.0
    if x != x:
        return x
    whole = fma(_ENTRIES_PER_LN2, x, 1.5 * 2.0**52) - 1.5 * 2.0**52
    rest = fma(_ENTRIES_PER_LN2, x, -whole)
    k = int(whole)
    scale = math.ldexp(_POWERS[k % _ENTRIES], k // _ENTRIES)
    high, low = fma(_CUBIC, rest, _SQUARE), fma(_LINEAR, rest, 1.0)
    return float32(fma(high, rest * rest, low) * scale)


_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_HEXADECIMAL = re.compile(r"[+-]?0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?[0-9]+")
_SPECIAL = {"NaN": NAN, "+NaN": NAN, "-NaN": NAN,
            "Infinity": INFINITY, "+Infinity": INFINITY, "-Infinity": -INFINITY}
BLANKS = "".join(map(chr, range(33)))


def double_of_text(text):
    """Java's Double.parseDouble; None, if the text is no number."""
    number = _number_text(text)
    if number is None:
        return None
    special = _SPECIAL.get(number)
    if special is not None:
        return special
    if "x" in number or "X" in number:
        try:
            return float.fromhex(number)
        except OverflowError:
            return -INFINITY if number[0] == "-" else INFINITY
    return float(number)


def float_of_text(text):
    """Java's Float.parseFloat; None, if the text is no number."""
    number = double_of_text(text)
    if number is None or number == 0 or not math.isfinite(number):
        return number
    digits = _number_text(text)
    if "x" in digits or "X" in digits:
        return float32(number)
    if abs(number) < 1e-60:
        return math.copysign(0.0, number)
    return float32_of_fraction(Fraction(digits))


def _number_text(text):
    number = text.strip(BLANKS)
    if number in _SPECIAL:
        return number
    if number[-1:] in ("f", "F", "d", "D"):
        number_alone = number[:-1]
        if _HEXADECIMAL.fullmatch(number_alone) or _DECIMAL.fullmatch(number_alone):
            return number_alone
    if _DECIMAL.fullmatch(number) or _HEXADECIMAL.fullmatch(number):
        return number
    return None


def whole_of_text(text):
    """Java's Long.parseLong; ValueError, if the text is no whole number."""
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise ValueError(f"'{text}' is no whole number")
    return int(text)


def double_text(number):
    """Java's Double.toString: at least one digit behind the point, E from 10^7 on and below 10^-3."""
    if number != number:
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "-0.0" if math.copysign(1, number) < 0 else "0.0"
    bits = struct.unpack("<q", struct.pack("<d", abs(number)))[0]
    return ("-" if number < 0 else "") + _text(*_parts(bits, 52, 1023))


def float_text(number):
    """Java's Float.toString."""
    if number != number or number == 0 or math.isinf(number):
        return double_text(number)
    bits = struct.unpack("<i", struct.pack("<f", abs(number)))[0]
    return ("-" if number < 0 else "") + _text(*_parts(bits, 23, 127))


def _parts(bits, width, bias):
    """Digits and decimal exponent as Java 17 writes a number: 0.DIGITS times ten to the exponent."""
    exponent, fraction = bits >> width, bits & ((1 << width) - 1)
    if exponent:
        fraction |= 1 << width
        significant = width + 1
        binary = exponent - bias
    else:
        significant = fraction.bit_length()
        binary = significant - width - bias
        fraction <<= width + 1 - significant
    return _digits(fraction << (52 - width), binary, significant)


def _bits_of_five(power):
    return (5**power).bit_length() if 0 < power < 27 else 3 * power


def _digits(fraction, binary, significant):
    # The algorithm of G. Steele and J. White, "How to print floating-point numbers accurately"
    # (1990), with the shortcuts and the stopping test of Java up to 18, which don't always find
    # the shortest digits.
    zeros = (fraction & -fraction).bit_length() - 1
    held = 53 - zeros
    tiny = max(0, held - binary - 1)
    if tiny == 0 and -21 <= binary <= 62 and held < 64:
        return _whole_digits(fraction, binary, significant)
    odd = fraction >> zeros
    estimate = _estimated_exponent(fraction, binary)
    b5, s5 = max(0, -estimate), max(0, estimate)
    b2, s2 = b5 + tiny + binary, s5 + tiny
    m2 = b2 - significant
    b2 -= held - 1
    common = min(b2, s2)
    b2, s2, m2 = b2 - common, s2 - common, m2 - common
    if held == 1:
        m2 -= 1
    if m2 < 0:
        b2, s2, m2 = b2 - m2, s2 - m2, 0
    bits = max(held + b2 + _bits_of_five(b5), s2 + 1 + _bits_of_five(s5 + 1))
    word = 32 if bits < 32 else 64 if bits < 64 else 0
    b, s, m = odd * 5**b5 << b2, 5**s5 << s2, 5**b5 << m2
    return _generated(b, s, m, estimate, word)


def _generated(b, s, m, exponent, word):
    # Of numbers that fit, Java computes in words, which may overflow; else it compares otherwise.
    tens = 10 * s
    most = 1 << (word - 1) if word else 0

    def ends(b, m):
        if not word:
            return b < m, b + m >= tens
        return b < m, tens < b + m < most

    digit, b = divmod(b, s)
    b, m = 10 * b, 10 * m
    low, high = ends(b, m)
    digits = []
    if digit == 0 and not high:
        exponent -= 1
    else:
        digits.append(digit)
    if exponent < -3 or exponent >= 8:
        low = high = False
    while not low and not high:
        digit, b = divmod(b, s)
        b, m = 10 * b, 10 * m
        if word and m >= most:
            low = high = True
        else:
            low, high = ends(b, m)
        digits.append(digit)
    up = high and (not low or 2 * b > tens or 2 * b == tens and digits[-1] & 1)
    if up:
        exponent += _round_up(digits)
    return "".join(map(str, digits)), exponent + 1


def _round_up(digits):
    """Adds one to the last digit; how much larger the exponent becomes."""
    place = len(digits) - 1
    while place > 0 and digits[place] == 9:
        digits[place] = 0
        place -= 1
    if digits[place] == 9:
        digits[:] = [1] + [0] * (len(digits) - 1)
        return 1
    digits[place] += 1
    return 0


def _whole_digits(fraction, binary, significant):
    whole = fraction << (binary - 52) if binary >= 52 else fraction >> (52 - binary)
    surplus = binary - significant - 1
    dropped = len(str(1 << surplus)) - 1 if surplus > 1 else 0
    if dropped:
        whole, left = divmod(whole, 10**dropped)
        whole += left >= 10**dropped // 2
    text = str(whole)
    return text.rstrip("0"), len(text) + dropped


def _estimated_exponent(fraction, binary):
    leading = 1 + (fraction & ((1 << 52) - 1)) / (1 << 52)
    return math.floor((leading - 1.5) * 0.289529654 + 0.176091259 + binary * 0.301029995663981)


def _text(digits, exponent):
    count = len(digits)
    if 0 < exponent < 8:
        if count <= exponent:
            return digits + "0" * (exponent - count) + ".0"
        return digits[:exponent] + "." + digits[exponent:]
    if -3 < exponent <= 0:
        return "0." + "0" * -exponent + digits
    return f"{digits[0]}.{digits[1:] or '0'}E{exponent - 1}"
