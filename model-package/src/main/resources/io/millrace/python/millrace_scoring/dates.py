"""Functions of dates and times."""

import math

from . import times, zones
from .calls import null_or_refused
from .errors import RowRefused
from .numbers import int32, quotient
from .times import DAY, SECOND, date_of, days_of, month_length


def _part(function):
    return lambda call: call.strict(function)


def _week_of_year(days):
    """Of ISO 8601: a week belongs to the year of its Thursday."""
    thursday = days - _weekday(days) + 3
    return (thursday - days_of(date_of(thursday)[0], 1, 1)) // 7 + 1


def _weekday(days):
    """From Monday, 0, on."""
    return (days + 3) % 7


def _of_time(function):
    def prepare(call):
        zone = zones.of_call(call)
        return call.strict(lambda micros: function(zone.local(micros) % DAY // SECOND))

    return prepare


def _add_months(days, months):
    year, month, day = date_of(days)
    place = year * 12 + month - 1 + months
    year, month = place // 12, place % 12 + 1
    made = times.checked_days(year, month, min(day, month_length(year, month)))
    if made is None:
        raise RowRefused("A date lies too far away for 'add_months'.")
    return made


def _months_between(call):
    """Days of a part of a month count as a 31st of it."""
    zone = zones.of_call(call)

    def between(a, b, is_rounded):
        first, second = zone.local(a) // DAY, zone.local(b) // DAY
        (year_a, month_a, day_a), (year_b, month_b, day_b) = date_of(first), date_of(second)
        months = float((year_a * 12 + month_a) - (year_b * 12 + month_b))
        last = day_a == month_length(year_a, month_a) and day_b == month_length(year_b, month_b)
        if day_a == day_b or last:
            return months
        seconds = (
            (day_a - day_b) * 86400
            + quotient(a - zone.start_of_day(first), SECOND)
            - quotient(b - zone.start_of_day(second), SECOND)
        )
        difference = months + seconds / (31.0 * 86400)
        return _rounded(difference * 1e8) / 1e8 if is_rounded else difference

    return call.strict(between)


def _rounded(number):
    """Java's Math.round."""
    whole = math.floor(number)
    return whole + 1 if number - whole >= 0.5 else whole


def _last_day(days):
    year, month, day = date_of(days)
    return days + month_length(year, month) - day


def _truncated(days, unit):
    """The first day of the unit that a date lies in; None, if it is none of days."""
    year, month, day = date_of(days)
    unit = unit.upper()
    if unit == "WEEK":
        return days - _weekday(days)
    if unit in ("MON", "MONTH", "MM"):
        return days - day + 1
    if unit == "QUARTER":
        return days_of(year, month - (month - 1) % 3, 1)
    return days_of(year, 1, 1) if unit in ("YEAR", "YYYY", "YY") else None


def _make_date(call):
    mode = call.mode

    def made(year, month, day):
        days = times.checked_days(year, month, day)
        if days is None:
            return null_or_refused(
                mode, f"There is no date of year {year}, month {month}, day {day}."
            )
        return days

    return call.strict(made)


def _unix_timestamp(call):
    """Seconds of a time, towards 1970; of a date, of its first moment."""
    if call.kind() == "date":
        zone = zones.of_call(call)
        return call.strict(lambda days: quotient(zone.start_of_day(days), SECOND))
    return call.strict(lambda micros: quotient(micros, SECOND))


def _same(call):
    return call.strict(lambda days: days)


FUNCTIONS = {
    "year": _part(lambda days: date_of(days)[0]),
    "quarter": _part(lambda days: (date_of(days)[1] + 2) // 3),
    "month": _part(lambda days: date_of(days)[1]),
    "weekofyear": _part(_week_of_year),
    "day": _part(lambda days: date_of(days)[2]),
    "dayofyear": _part(lambda days: days - days_of(date_of(days)[0], 1, 1) + 1),
    "dayofweek": _part(lambda days: (_weekday(days) + 1) % 7 + 1),
    "weekday": _part(_weekday),
    "hour": _of_time(lambda second: second // 3600),
    "minute": _of_time(lambda second: second // 60 % 60),
    "second": _of_time(lambda second: second % 60),
    # Days wrap around, as Spark's do.
    "date-add": _part(lambda days, count: int32(days + count)),
    "date-sub": _part(lambda days, count: int32(days - count)),
    "datediff": _part(lambda end, start: int32(end - start)),
    "add-months": _part(_add_months),
    "months-between": _months_between,
    "last-day": _part(_last_day),
    "trunc": _part(_truncated),
    "make-date": _make_date,
    "unix-timestamp": _unix_timestamp,
    "unix-date": _same,
    "date-from-unix-date": _same,
}
