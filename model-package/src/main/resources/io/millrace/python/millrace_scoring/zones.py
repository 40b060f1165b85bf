"""Time zones by the ids that Spark SQL takes, for any year."""

import re
import time
from datetime import datetime, timedelta

from .errors import NotLoadable
from .times import DAY, SECOND

# Years repeat in their leap days and weekdays after 400 years.
_CYCLE = 146097 * 86400
_EPOCH = datetime(1970, 1, 1)
_FIRST = int((datetime(2, 1, 1) - _EPOCH).total_seconds())
_LAST = int((datetime(9998, 1, 1) - _EPOCH).total_seconds())
# java.time.ZoneId.SHORT_IDS
_SHORT_IDS = {
    "ACT": "Australia/Darwin", "AET": "Australia/Sydney", "AGT": "America/Argentina/Buenos_Aires",
    "ART": "Africa/Cairo", "AST": "America/Anchorage", "BET": "America/Sao_Paulo",
    "BST": "Asia/Dhaka", "CAT": "Africa/Harare", "CNT": "America/St_Johns",
    "CST": "America/Chicago", "CTT": "Asia/Shanghai", "EAT": "Africa/Addis_Ababa",
    "ECT": "Europe/Paris", "IET": "America/Indiana/Indianapolis", "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo", "MIT": "Pacific/Apia", "NET": "Asia/Yerevan", "NST": "Pacific/Auckland",
    "PLT": "Asia/Karachi", "PNT": "America/Phoenix", "PRT": "America/Puerto_Rico",
    "PST": "America/Los_Angeles", "SST": "Pacific/Guadalcanal", "VST": "Asia/Ho_Chi_Minh",
    "EST": "-05:00", "MST": "-07:00", "HST": "-10:00",
}
_OFFSET = re.compile(r"([+-])(?:([0-9])|([0-9]{2})(?::?([0-9]{2})(?::?([0-9]{2}))?)?)")


class Zone:
    """A zone: what its clocks show at a moment, and when they show it."""

    def __init__(self, info=None, offset=0):
        self._info = info
        self._offset = offset

    def _offset_at(self, second):
        """The offset from UTC in seconds, at a second since 1970."""
        if self._info is None:
            return self._offset
        near = _near(second)
        moment = (_EPOCH + timedelta(seconds=near)).replace(tzinfo=self._info)
        shown = self._info.fromutc(moment)
        return int(shown.utcoffset().total_seconds())

    def local(self, micros):
        """What clocks show, as microseconds since 1970-01-01 there."""
        return micros + self._offset_at(micros // SECOND) * SECOND

    def moment(self, local):
        """The microseconds since 1970 when clocks show that; of two the first, behind a gap."""
        return local - self._offset_before(local // SECOND) * SECOND

    def _offset_before(self, second):
        if self._info is None:
            return self._offset
        wall = (_EPOCH + timedelta(seconds=_near(second))).replace(tzinfo=self._info, fold=0)
        return int(wall.utcoffset().total_seconds())

    def start_of_day(self, days):
        """The first moment of a day."""
        midnight = days * 86400
        first = midnight - self._offset_before(midnight)
        if first + self._offset_at(first) == midnight:
            return first * SECOND
        # Midnight lies in a gap: the day begins where that ends.
        low, high = first - 86400, first
        before = self._offset_at(low)
        while low + 1 < high:
            middle = (low + high) // 2
            if self._offset_at(middle) == before:
                low = middle
            else:
                high = middle
        return high * SECOND

    def today(self):
        return self.local(int(time.time()) * SECOND) // DAY


def _near(second):
    """A second in a year that Python's calendar has, with the same rules."""
    if _FIRST <= second <= _LAST:
        return second
    if second < _FIRST:
        return _FIRST
    return second - -(-(second - _LAST) // _CYCLE) * _CYCLE


def find(text):
    """The zone of an id, in which one digit may stand for two; None, if there is none."""
    text = re.sub(r"([+-])([0-9]):", r"\g<1>0\2:", text, count=1)
    text = re.sub(r"([+-])([0-9]{2}):([0-9])$", r"\1\2:0\3", text, count=1)
    text = _SHORT_IDS.get(text, text)
    if text in ("Z", "UTC", "GMT", "UT"):
        return Zone()
    prefix = re.match(r"(?:UTC|GMT|UT)(?=[+-])", text)
    offset = _offset(text[prefix.end() :] if prefix else text)
    if offset is not None:
        return Zone(offset=offset)
    if prefix or not re.fullmatch(r"[A-Za-z][A-Za-z0-9~/._+-]+", text):
        return None
    return _region(text)


def _offset(text):
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    hour = int(found[2] or found[3])
    minute, second = int(found[4] or 0), int(found[5] or 0)
    total = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or total > 18 * 3600:
        return None
    return -total if found[1] == "-" else total


def _region(name):
    import zoneinfo

    if name.startswith(("posix/", "right/")) or name in ("localtime", "posixrules", "Factory"):
        return None
    try:
        return Zone(zoneinfo.ZoneInfo(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def of_call(call):
    """The zone that a call's option names."""
    name = call.text("zone")
    zone = find(name)
    if zone is None:
        raise NotLoadable(
            f"The scoring function '{call.name}' has the time zone '{name}', which this machine"
            " does not know: pip install tzdata."
        )
    return zone
