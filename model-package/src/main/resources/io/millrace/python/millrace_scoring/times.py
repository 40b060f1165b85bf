"""Days and microseconds since 1970, in the calendar that java.time has: no year is too far."""

import re

SECOND = 1000000
DAY = 86400 * SECOND
_MOST_YEAR = 999999999
_INT_MIN, _INT_MAX = -(1 << 31), (1 << 31) - 1


def days_of(year, month, day):
    """The days since 1970-01-01. Algorithm: H. Hinnant, chrono-compatible date algorithms."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def date_of(days):
    """Year, month and day."""
    days += 719468
    era = days // 146097
    of_era = days - era * 146097
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    day = of_year - (153 * month + 2) // 5 + 1
    month += 3 if month < 10 else -9
    return year + era * 400 + (month <= 2), month, day


def month_length(year, month):
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def checked_days(year, month, day):
    """The days since 1970; None, if there is no such date, or it lies too far away."""
    if not -_MOST_YEAR <= year <= _MOST_YEAR or not 1 <= month <= 12:
        return None
    if not 1 <= day <= month_length(year, month):
        return None
    days = days_of(year, month, day)
    return days if _INT_MIN <= days <= _INT_MAX else None


def date_text(days):
    year, month, day = date_of(days)
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{day:02d}"


def time_text(local):
    """Of microseconds as a clock shows them; a fraction only as long as it has to be."""
    days, rest = divmod(local, DAY)
    second, micro = divmod(rest, SECOND)
    text = f"{date_text(days)} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    return text + f".{micro:06d}".rstrip("0") if micro else text


_DATE = re.compile(r"([+-]?)([0-9]{4,7})(?:-([0-9]{1,2})(?:-([0-9]{1,2})(?:[ T].*)?)?)?", re.DOTALL)


def date_of_text(text):
    """The days of a date, with or without a month and a day, and with anything behind a blank."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year = int(found[2]) * (-1 if found[1] == "-" else 1)
    return checked_days(year, int(found[3] or 1), int(found[4] or 1))


class _TimeText:
    """Reads y[yyy-[m]m-[d]d[( |T)[h]h:[m]m:[s]s.[ffffff][zone]]], or the time of day alone."""

    _FRACTION = 6

    def __init__(self, text, ends):
        start = len(text) - len(text.lstrip(ends))
        self._text = text
        self._end = max(start, len(text.rstrip(ends)))
        self._at = start
        self._sign, self._signed = 1, False
        self.segments = [1, 1, 1, 0, 0, 0, 0, 0, 0]
        self._segment = self._value = self._digits = self._fraction_digits = 0
        self.only_time = False
        self.zone_text = None

    def read(self):
        """Whether it is a time."""
        text, end = self._text, self._end
        if self._at == end:
            return False
        if text[self._at] in "+-":
            self._sign = -1 if text[self._at] == "-" else 1
            self._signed = True
            self._at += 1
        while self._at < end:
            c = text[self._at]
            if "0" <= c <= "9":
                self._add_digit(ord(c) - 48)
            elif not self._end_segment(c):
                return False
            self._at += 1
        if not self._close():
            return False
        self.segments[self._FRACTION] *= 10 ** max(0, self._FRACTION - self._fraction_digits)
        self.segments[0] *= self._sign
        return True

    def _add_digit(self, digit):
        if self._segment == self._FRACTION:
            self._fraction_digits += 1
        # What is finer than microseconds is cut off.
        if self._segment != self._FRACTION or self._digits < self._FRACTION:
            self._value = self._value * 10 + digit
        self._digits += 1

    def _close(self):
        segment, digits = self._segment, self._digits
        if segment == self._FRACTION:
            valid = True
        elif segment == 0:
            valid = 4 <= digits <= 6
        else:
            valid = digits <= 2 and (segment == 7 or digits > 0)
        if valid:
            self.segments[segment] = self._value
            self._value = self._digits = 0
        return valid

    def _close_to(self, following):
        closed = self._close()
        self._segment = following
        return closed

    def _end_segment(self, c):
        segment = self._segment
        if self._at == 0 and c == "T":
            self.only_time = True
            self._segment += 3
            return True
        if segment in (0, 1):
            return self._close_to(segment + 1) if c == "-" else self._end_hour(c)
        if segment == 2:
            return c in " T" and self._close_to(3)
        if segment in (3, 4):
            return c == ":" and self._close_to(segment + 1)
        if segment in (5, self._FRACTION):
            return self._end_second(c)
        return segment < len(self.segments) - 1 and c in ": " and self._close_to(segment + 1)

    def _end_hour(self, c):
        """An hour that stands where the year would."""
        if self._segment != 0 or c != ":" or self._signed or not 0 < self._digits <= 2:
            return False
        self.only_time = True
        self._segment = 3
        return self._close_to(4)

    def _end_second(self, c):
        """Behind seconds stands a fraction or a zone, behind a fraction a zone."""
        if self._segment == 5 and c == ".":
            return self._close_to(self._FRACTION)
        if not self._close():
            return False
        self._segment += 1
        self.zone_text = self._text[self._at : self._end]
        self._at = self._end - 1
        if self._segment == self._FRACTION and c != ".":
            self._segment += 1
        return True


def time_of_text(text, zone, ends):
    """The microseconds of a time in a zone, unless it names one; None, if it is none."""
    from . import zones

    reader = _TimeText(text, ends)
    if not reader.read():
        return None
    if reader.zone_text is not None:
        zone = zones.find(reader.zone_text.strip("".join(map(chr, range(33)))))
        if zone is None:
            return None
    year, month, day, hour, minute, second, micro = reader.segments[:7]
    days = zone.today() if reader.only_time else _days_of_any(year, month, day)
    if days is None or hour > 23 or minute > 59 or second > 59:
        return None
    local = days * DAY + (hour * 3600 + minute * 60 + second) * SECOND + micro
    micros = zone.moment(local)
    return micros if -(1 << 63) <= micros < 1 << 63 else None


def _days_of_any(year, month, day):
    if 1 <= month <= 12 and 1 <= day <= month_length(year, month):
        return days_of(year, month, day)
    return None
