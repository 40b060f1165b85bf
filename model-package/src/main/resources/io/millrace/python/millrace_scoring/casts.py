"""Casts, by the types from and to which they lead."""

import math
import re
from decimal import Decimal

from . import times, zones
from .calls import null_or_refused
from .decimals import long_value, put
from .errors import shown
from .hashes import utf8
from .numbers import (
    BLANKS,
    INT_MAX,
    INT_MIN,
    LONG_MAX,
    LONG_MIN,
    double_of_text,
    double_text,
    float32,
    float32_of_fraction,
    float_of_text,
    float_text,
    int32,
    truncated,
)

_TRUE = {"t", "true", "y", "yes", "1"}
_FALSE = {"f", "false", "n", "no", "0"}
_SPECIAL = {
    "inf": math.inf, "+inf": math.inf, "infinity": math.inf, "+infinity": math.inf,
    "-inf": -math.inf, "-infinity": -math.inf, "nan": math.nan,
}
_WHOLE = re.compile(r"[+-]?[0-9]+")
_WHOLE_WITH_FRACTION = re.compile(r"[+-]?(?=[0-9.])([0-9]*)(?:\.[0-9]*)?")
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?")
# Blanks of ASCII and control characters, which casts ignore at the ends.
_ENDS = BLANKS + "\x7f"


def _cast(call):
    mode, source, target = call.mode, call.arg(0).type, call.type
    if "date" in (source.kind, target.kind) or "timestamp" in (source.kind, target.kind):
        body = _of_times(call, source.kind, target, mode)
    elif source.kind == "string":
        body = _of_text(target, mode)
    else:
        body = _of_values(source, target, mode)
    if body is None:
        raise call.no_such_types()
    return call.strict(body)


def _no_such(mode, text, type_text):
    return null_or_refused(
        mode, f"The text '{shown(text)}' is no {type_text}: correct it, or use try_cast."
    )


def _too_large(mode, value, type_):
    return null_or_refused(mode, f"The number {value} is too large for the type {type_.text}.")


def _of_values(source, target, mode):
    if target.kind == "string":
        return _to_text(source.kind, mode)
    if target.kind == "decimal":
        return _to_decimal(source, target, mode)
    if source.kind == "decimal":
        return _from_decimal(target, mode)
    if source.kind in ("binary", "array", "struct", "vector"):
        return None
    return _from_number(target, mode) if source.group == "number" else _from_whole(target, mode)


def _to_text(kind, mode):
    return {
        "decimal": str if mode == "legacy" else lambda value: format(value, "f"),
        "boolean": lambda value: "true" if value else "false",
        "int": str, "long": str, "float": float_text, "double": double_text,
        "binary": lambda value: value.decode("utf-8", "replace"),
    }.get(kind)


def _to_decimal(source, target, mode):
    if source.kind == "decimal":
        return lambda value: put(value, target, mode)
    if source.kind in ("int", "long", "boolean"):
        return lambda value: put(Decimal(int(value)), target, mode)
    if source.group != "number":
        return None

    def of_number(value):
        # What is no number becomes null in ANSI mode too.
        return put(Decimal(double_text(value)), target, mode) if math.isfinite(value) else None

    return of_number


def _from_decimal(target, mode):
    kind = target.kind
    if kind == "double":
        return float
    if kind == "float":
        return float32_of_fraction
    if kind == "boolean":
        return lambda value: value != 0
    if kind not in ("int", "long"):
        return None

    def to_whole(value):
        wrapped = long_value(value)
        narrow = int32(wrapped) if kind == "int" else wrapped
        if mode == "legacy" or narrow == int(value):
            return narrow
        return _too_large(mode, value, target)

    return to_whole


def _from_number(target, mode):
    kind = target.kind
    if kind in ("int", "long"):
        least, most = (INT_MIN, INT_MAX) if kind == "int" else (LONG_MIN, LONG_MAX)

        def to_whole(value):
            # As doubles, so that the largest long is 2^63.
            finite = math.isfinite(value)
            fits = finite and math.floor(value) <= float(most) and math.ceil(value) >= float(least)
            if mode == "legacy" or fits:
                return truncated(value, least, most)
            return _too_large(mode, double_text(value), target)

        return to_whole
    return {
        "double": float, "float": float32, "boolean": lambda value: value != 0,
    }.get(kind)


def _from_whole(target, mode):
    def to_int(value):
        if INT_MIN <= value <= INT_MAX or mode == "legacy":
            return int32(int(value))
        return _too_large(mode, value, target)

    return {
        "double": float, "float": lambda value: float32_of_fraction(int(value)),
        "boolean": lambda value: value != 0, "long": int, "int": to_int,
    }.get(target.kind)


def _of_text(target, mode):
    if target.kind == "decimal":
        return lambda text: _decimal_of_text(text, target, mode)
    if target.kind in ("int", "long"):
        return lambda text: _whole_of_text(text, target, mode)
    if target.kind in ("double", "float"):
        read = double_of_text if target.kind == "double" else float_of_text

        def number(text):
            value = read(text)
            if value is None:
                value = _SPECIAL.get(text.strip(BLANKS).lower())
            return _no_such(mode, text, target.text) if value is None else value

        return number
    if target.kind == "boolean":

        def truth(text):
            word = text.strip(_ENDS).lower()
            if word in _TRUE or word in _FALSE:
                return word in _TRUE
            return _no_such(mode, text, "boolean")

        return truth
    return utf8 if target.kind == "binary" else None


def _whole_of_text(text, target, mode):
    word = text.strip(_ENDS)
    if mode == "legacy":
        # Digits behind a point count for nothing.
        found = _WHOLE_WITH_FRACTION.fullmatch(word)
        value = int(found[1] or "0") if found else None
        value = -value if found and word[0] == "-" else value
    else:
        value = int(word) if _WHOLE.fullmatch(word) else None
    least, most = (INT_MIN, INT_MAX) if target.kind == "int" else (LONG_MIN, LONG_MAX)
    if value is None or not least <= value <= most:
        return _no_such(mode, text, target.text)
    return value


def _decimal_of_text(text, target, mode):
    found = _DECIMAL.fullmatch(text.strip(BLANKS))
    if found and abs(int(found[1] or "0")) < 1 << 31:
        value = Decimal(found[0])
        if value.adjusted() + 1 <= 38:
            return put(value, target, mode)
    return _no_such(mode, text, target.text)


def _of_times(call, source, target, mode):
    if source == "date":
        return _of_date(call, target.kind)
    if source == "timestamp":
        return _of_timestamp(call, target, mode)
    if target.kind == "date":
        if source != "string":
            return None

        def to_date(text):
            days = times.date_of_text(text.strip(_ENDS))
            return _no_such(mode, text, "date") if days is None else days

        return to_date
    return _to_timestamp(call, source, mode)


def _of_date(call, target):
    if target == "string":
        return times.date_text
    if target == "timestamp":
        zone = zones.of_call(call)
        return zone.start_of_day
    # As in Hive, a date is no number.
    return lambda days: None


def _seconds(micros):
    return float(micros) / 1e6


def _of_timestamp(call, target, mode):
    kind = target.kind
    if kind == "decimal":
        return lambda micros: put(Decimal(double_text(_seconds(micros))), target, mode)
    if kind == "string":
        zone = zones.of_call(call)
        return lambda micros: times.time_text(zone.local(micros))
    if kind == "date":
        zone = zones.of_call(call)
        return lambda micros: zone.local(micros) // times.DAY

    def to_int(micros):
        seconds = micros // times.SECOND
        return seconds if INT_MIN <= seconds <= INT_MAX else _too_large(mode, seconds, target)

    return {
        "boolean": lambda micros: micros != 0, "long": lambda micros: micros // times.SECOND,
        "int": to_int, "double": _seconds, "float": lambda micros: float32(_seconds(micros)),
    }.get(kind)


def _to_timestamp(call, source, mode):
    if source == "string":
        zone = zones.of_call(call)

        def of_text(text):
            micros = times.time_of_text(text, zone, _ENDS)
            return _no_such(mode, text, "timestamp") if micros is None else micros

        return of_text
    if source in ("int", "long"):
        # Seconds as microseconds, or as many as there can be.
        return lambda value: max(LONG_MIN, min(LONG_MAX, value * times.SECOND))
    return int if source == "boolean" else None


FUNCTIONS = {"cast": _cast}
