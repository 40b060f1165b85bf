"""Small letters as Java's String.toLowerCase makes them, which ends words by rules of its own."""

import re
import unicodedata

_SIGMA = "Σ"
# Behind a character of two units, BreakIterator sees a border of a word wherever it is asked.
_LAST_OF_ONE_UNIT = "\uffff"
# What java.text.BreakIterator keeps together as a word, over the classes of _class.
_LETTERS, _DIGITS = "(?:LE*)+", "(?:DE*)+"
_WORD = f"(?:{_LETTERS}(?:[.qp]{_LETTERS})*H?)"
_NUMBER = f"(?:{_DIGITS}(?:[.qc]{_DIGITS})*)"
_REST = f"(?:{_NUMBER}{_WORD})*(?:{_NUMBER}%?)?"
_UNIT = re.compile(f"{_WORD}{_REST}|{_NUMBER}{_WORD}{_REST}|{_NUMBER}%?|[.$]{_REST}|.", re.DOTALL)
_NO_LETTERS = re.compile("[々一-龥豈-鶴ァ-ヺヽヾぁ-ゔゝゞ゙-゜・ー]")
_CASED = re.compile("[ʰ-ʸˀˁˠ-ˤͅͺᴬ-ᵡⅠ-ⅿⒶ-ⓩ]")


def _class(c):
    if c in ".\"'":
        return "." if c == "." else "q"
    if c in ",\u066b":
        return "c"
    if c in "%&\u00a2\u066a\u2030\u2031":
        return "%"
    if c in "\u0964\u0965":
        return "H"
    category = unicodedata.category(c)
    if category == "Cf":
        return ""
    if category in ("Mn", "Me"):
        return "E"
    if category[0] == "N":
        return "D"
    if category[0] == "L" or category == "Mc":
        return "x" if _NO_LETTERS.match(c) else "L"
    if category in ("Pd", "Pc") or c == "\u2027":
        return "p"
    return "$" if category == "Sc" or c == "#" else "x"


def _is_cased(c):
    return unicodedata.category(c) in ("Ll", "Lu", "Lt") or _CASED.match(c) is not None


def _words(text):
    """The start and end of each word, or of what is none."""
    classes, places = [], []
    for i, c in enumerate(text):
        kind = _class(c)
        if kind:
            classes.append(kind)
            places.append(i)
    places.append(len(text))
    joined, at = "".join(classes), 0
    while at < len(joined):
        end = _UNIT.match(joined, at).end()
        yield places[at], places[end]
        at = end


def _cased_before(text, start, place):
    while place > start and text[place - 1] <= _LAST_OF_ONE_UNIT:
        place -= 1
        if _is_cased(text[place]):
            return True
    return False


def _cased_from(text, place, end):
    while place < end:
        if _is_cased(text[place]):
            return True
        if text[place] > _LAST_OF_ONE_UNIT:
            return False
        place += 1
    return False


def lower(text):
    """The text in small letters; a sigma is a word's last one if no cased letter follows in it."""
    if _SIGMA not in text:
        return text.lower()
    made, done = [], 0
    for start, end in _words(text):
        for i in range(start, end):
            if text[i] == _SIGMA:
                last = _cased_before(text, start, i) and not _cased_from(text, i + 1, end)
                made.append(text[done:i].lower() + ("ς" if last else "σ"))
                done = i + 1
    return "".join(made) + text[done:].lower()
