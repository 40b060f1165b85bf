"""Values as Python has them, and as the steps of a program take them."""

import base64
import datetime
import math
from decimal import Decimal, InvalidOperation

from . import decimals, times
from .numbers import INT_MAX, INT_MIN, LONG_MAX, LONG_MIN, double_of_text, float32
from .vectors import Vector

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_EPOCH_DAY = _EPOCH.date().toordinal()


class _Wrong(ValueError):
    """A value that is none of a type."""


def reader(column):
    """What makes a value of Python one of a column; None stays None."""
    read = _reader(column.type)

    def checked(value):
        if value is None:
            return None
        try:
            return read(value)
        except (_Wrong, InvalidOperation, OverflowError) as e:
            shown = repr(value)
            shown = shown if len(shown) <= 60 else shown[:60] + "…"
            raise ValueError(
                f"The column '{column.name}' holds {shown}, which is no {column.type.text}."
            ) from e

    return checked


def _reader(type_):
    kind = type_.kind
    if kind == "decimal":
        return lambda value: _decimal(value, type_)
    if kind == "array":
        element = _nullable(_reader(type_.element))
        return lambda value: [element(each) for each in _sequence(value)]
    if kind == "struct":
        fields = [(name, _nullable(_reader(field))) for name, field in type_.fields]
        return lambda value: _struct(value, fields)
    if kind == "vector":
        return lambda value: _vector(value, type_.size)
    return {
        "boolean": _boolean, "string": _string, "binary": _binary, "date": _date,
        "int": lambda value: _whole(value, INT_MIN, INT_MAX),
        "long": lambda value: _whole(value, LONG_MIN, LONG_MAX),
        "float": lambda value: float32(_number(value)), "double": _number,
        "timestamp": _timestamp,
    }[kind]


def _nullable(read):
    return lambda value: None if value is None else read(value)


def _boolean(value):
    if hasattr(value, "item"):
        value = value.item()
    if not isinstance(value, bool):
        raise _Wrong
    return value


def _string(value):
    if not isinstance(value, str):
        raise _Wrong
    return str(value)


def _plain(value):
    """A number of numpy as one of Python."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise _Wrong
    return value


def _whole(value, least, most):
    value = _plain(value)
    if not math.isfinite(value) or value != int(value) or not least <= value <= most:
        raise _Wrong
    return int(value)


def _number(value):
    if isinstance(value, str):
        if value not in ("NaN", "Infinity", "-Infinity"):
            raise _Wrong
        return double_of_text(value)
    return float(_plain(value))


def _decimal(value, type_):
    if isinstance(value, str):
        number = Decimal(value.strip())
    else:
        value = _plain(value)
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    made = decimals.fitted(number, type_) if number.is_finite() else None
    if made is None:
        raise _Wrong
    return made


def _binary(value):
    if isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except ValueError as e:
            raise _Wrong from e
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise _Wrong
    return bytes(value)


def _date(value):
    if isinstance(value, str):
        days = times.date_of_text(value)
        if days is None:
            raise _Wrong
        return days
    if isinstance(value, datetime.datetime):
        # Frames know no dates without a time of day.
        if value.hour or value.minute or value.second or value.microsecond:
            raise _Wrong
        value = value.date()
    if not isinstance(value, datetime.date):
        raise _Wrong
    return value.toordinal() - _EPOCH_DAY


def _timestamp(value):
    if isinstance(value, str):
        from . import zones

        micros = times.time_of_text(value, zones.Zone(), "")
        if micros is None:
            raise _Wrong
        return micros
    if not isinstance(value, datetime.datetime):
        raise _Wrong
    if value.tzinfo is None:
        value = value.replace(tzinfo=datetime.timezone.utc)
    since = value - _EPOCH
    return (since.days * 86400 + since.seconds) * times.SECOND + since.microseconds


def _sequence(value):
    value = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(value, (list, tuple)):
        raise _Wrong
    return value


def _struct(value, fields):
    if isinstance(value, dict):
        if set(value) != {name for name, _ in fields}:
            raise _Wrong
        return [read(value[name]) for name, read in fields]
    value = _sequence(value)
    if len(value) != len(fields):
        raise _Wrong
    return [read(each) for each, (_, read) in zip(value, fields)]


def _vector(value, size):
    if isinstance(value, dict):
        if set(value) != {"size", "indices", "values"}:
            raise _Wrong
        indices = [_whole(each, 0, value["size"] - 1) for each in value["indices"]]
        held = [_number(each) for each in value["values"]]
        if len(indices) != len(held) or indices != sorted(set(indices)):
            raise _Wrong
        made = Vector(_whole(value["size"], 0, INT_MAX), indices, held)
    else:
        made = Vector.dense([_number(each) for each in _sequence(value)])
    if 0 <= size != made.size:
        raise _Wrong
    return made


def writer(type_):
    """What makes a value of a column one of Python: dates, aware datetimes, lists for vectors."""
    kind = type_.kind
    if kind == "vector":
        return Vector.to_list
    if kind == "array":
        element = _nullable(writer(type_.element))
        return lambda value: [element(each) for each in value]
    if kind == "struct":
        fields = [(name, _nullable(writer(field))) for name, field in type_.fields]
        return lambda value: {name: write(each) for each, (name, write) in zip(value, fields)}
    return {"date": _written_date, "timestamp": _written_time}.get(kind, lambda value: value)


def _written_date(days):
    """A date; of a year that Python does not have, its text."""
    ordinal = days + _EPOCH_DAY
    if 1 <= ordinal <= datetime.date.max.toordinal():
        return datetime.date.fromordinal(ordinal)
    return times.date_text(days)


def _written_time(micros):
    try:
        return _EPOCH + datetime.timedelta(microseconds=micros)
    except OverflowError:
        return times.time_text(micros) + "Z"
