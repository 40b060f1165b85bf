"""Functions of regular expressions, which are Java's in Spark too."""

import re
from functools import lru_cache

from . import regex
from .errors import RowRefused, shown
from .texts import halved, joined, utf16_length


@lru_cache(maxsize=256)
def _of_row(text):
    try:
        return regex.Pattern(text)
    except regex.Untranslatable as e:
        raise RowRefused(
            f"'{shown(text)}' is no regular expression that Python can follow as Java does: {e}."
        ) from e


def _source(call, index):
    """The pattern for a row: a function of the text; one for all rows is compiled once."""
    constant = call.arg(index).constant
    if constant is None:
        return _of_row
    pattern = regex.compiled(constant, f"the scoring function '{call.name}'")
    return lambda text: pattern


def _rlike(call):
    source = _source(call, 1)
    return call.strict(lambda text, pattern: source(pattern).search(text) is not None)


def _simple(pattern, escape):
    """The test that a constant pattern of % alone comes down to in Spark; None, if to none."""
    if escape in pattern or "_" in pattern:
        return None
    first, last, end = pattern.find("%"), pattern.rfind("%"), len(pattern) - 1
    if first < 0:
        return lambda text: text == pattern
    if first == last and end > 0:
        prefix, suffix = pattern[:first], pattern[first + 1 :]
        if not suffix or not prefix:
            return lambda text: text.startswith(prefix) and text.endswith(suffix)
        # Spark counts the letters of the pattern in 16 bits, and those of the row not.
        least = utf16_length(prefix) + utf16_length(suffix)
        return lambda text: (
            len(text) >= least and text.startswith(prefix) and text.endswith(suffix)
        )
    between = first == 0 and last == end and end > 1
    middle = pattern[1:end] if between else ""
    return (lambda text: middle in text) if between and "%" not in middle else None


@lru_cache(maxsize=256)
def _like_pattern(pattern, escape):
    made, i = "", 0
    while i < len(pattern):
        c = pattern[i]
        if c == escape:
            i += 1
            escaped = pattern[i] if i < len(pattern) else ""
            if escaped not in ("_", "%", escape):
                raise RowRefused(
                    f"'{shown(pattern)}' is no regular expression: it escapes what needs no escape."
                )
            made += re.escape(escaped)
        else:
            made += {"_": ".", "%": ".*"}.get(c) or re.escape(c)
        i += 1
    return re.compile(made, re.DOTALL)


def _like(call):
    escape, constant = call.text("escape")[0], call.arg(1).constant
    test = None if constant is None else _simple(constant, escape)
    if test is not None:
        return call.strict(lambda text, pattern: test(text))
    return call.strict(
        lambda text, pattern: _like_pattern(pattern, escape).fullmatch(text) is not None
    )


def _replacement(by, found):
    """What Java's Matcher.appendReplacement makes of $1, ${name} and \\c."""
    made, i = "", 0
    while i < len(by):
        c = by[i]
        i += 1
        if c == "\\":
            if i >= len(by):
                raise _no_replacement(by)
            made += by[i]
            i += 1
        elif c == "$":
            group, i = _group(by, i, found)
            made += found.group(group) or ""
        else:
            made += c
    return made


def _group(by, i, found):
    name = re.compile(r"\{([a-zA-Z][a-zA-Z0-9]*)\}").match(by, i)
    if name:
        if name[1] not in found.re.groupindex:
            raise _no_replacement(by)
        return name[1], name.end()
    if i >= len(by) or not "0" <= by[i] <= "9" or int(by[i]) > found.re.groups:
        raise _no_replacement(by)
    group = int(by[i])
    i += 1
    while i < len(by) and "0" <= by[i] <= "9" and group * 10 + int(by[i]) <= found.re.groups:
        group = group * 10 + int(by[i])
        i += 1
    return group, i


def _no_replacement(by):
    return RowRefused(f"'{shown(by)}' is no replacement for a pattern.")


def _replace(call):
    source = _source(call, 1)

    def replaced(text, pattern, by, place):
        start = place - 1
        if start != 0 and start >= utf16_length(text):
            return text
        if start < 0:
            raise RowRefused(f"regexp_replace starts at {place}, and places count from 1.")
        # Places count units of 16 bits, and may halve a pair.
        units = halved(text)
        made, rest = units[:start], joined(units[start:])
        last = 0
        for found in source(pattern).finditer(rest):
            made += rest[last : found.start()] + _replacement(by, found)
            last = found.end()
        return joined(made + rest[last:])

    return call.strict(replaced)


def _extract(call):
    source = _source(call, 1)

    def extracted(text, pattern, group):
        compiled = source(pattern)
        found = compiled.search(text)
        if not found:
            return ""
        if not 0 <= group <= compiled.groups:
            raise RowRefused(
                f"A regular expression has {compiled.groups} groups, and no group {group}."
            )
        return found.group(group) or ""

    return call.strict(extracted)


def _split(call):
    source = _source(call, 1)

    def parts(text, pattern, limit):
        if text and not pattern:
            count = len(text) if limit > len(text) or limit <= 0 else limit
            return [*text[: count - 1], text[count - 1 :]]
        return source(pattern).split(text, -1 if limit == 0 else limit)

    return call.strict(parts)


FUNCTIONS = {
    "rlike": _rlike,
    "like": _like,
    "regexp-replace": _replace,
    "regexp-extract": _extract,
    "split": _split,
}
