"""Java's regular expressions in Python: translated where both mean the same, else refused."""

import re
import sys
import unicodedata

from .errors import NotLoadable, RowRefused, shown

_ENDS = r"\n\r\u0085\u2028\u2029"
_CLASSES = {
    "d": "0-9", "w": "a-zA-Z0-9_", "s": r" \t\n\x0b\f\r", "v": r"\n\x0b\f\r\x85\u2028\u2029",
    "h": r" \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000",
}
_POSIX = {
    "Lower": "a-z", "Upper": "A-Z", "ASCII": r"\x00-\x7f", "Alpha": "a-zA-Z", "Digit": "0-9",
    "Alnum": "a-zA-Z0-9", "Punct": r"!-/:-@\[-`{-~", "Graph": "!-~", "Print": " -~",
    "Blank": r" \t", "Cntrl": r"\x00-\x1f\x7f", "XDigit": "0-9a-fA-F", "Space": r" \t\n\x0b\f\r",
}
# White_Space of Unicode, which \s means with the flag U.
_BLANKS = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# The script Latin of Unicode 13, Java 17's.
_LATIN = (
    r"A-Za-z\xaa\xba\xc0-\xd6\xd8-\xf6\xf8-\u02b8\u02e0-\u02e4\u1d00-\u1d25\u1d2c-\u1d5c"
    r"\u1d62-\u1d65\u1d6b-\u1d77\u1d79-\u1dbe\u1e00-\u1eff\u2071\u207f\u2090-\u209c\u212a"
    r"\u212b\u2132\u214e\u2160-\u2188\u2c60-\u2c7f\ua722-\ua787\ua78b-\ua7bf\ua7c2-\ua7ca"
    r"\ua7f5-\ua7ff\uab30-\uab5a\uab5c-\uab64\uab66-\uab69\ufb00-\ufb06\uff21-\uff3a"
    r"\uff41-\uff5a"
)
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}
# At the end, or before a last line's end, but not within \r\n.
_LAST = r"(?:(?=(?:\r\n|[\r\u0085\u2028\u2029])?\Z)|(?<!\r)(?=\n\Z))"
_HAS_ATOMIC = sys.version_info >= (3, 11)


class Untranslatable(ValueError):
    """A pattern that Java has and Python has not, or that means something else there."""


def _literal(c):
    return re.escape(c) if ord(c) < 128 else c


def _category_ranges(name):
    """The ranges of a general category of Unicode, as L or Lu."""
    ranges, start = [], None
    for point in range(sys.maxunicode + 2):
        inside = point <= sys.maxunicode and unicodedata.category(chr(point)).startswith(name)
        if inside and start is None:
            start = point
        elif not inside and start is not None:
            ranges.append(f"\\U{start:08x}-\\U{point - 1:08x}")
            start = None
    if not ranges:
        raise Untranslatable(f"\\p{{{name}}}")
    return "".join(ranges)


class _Translator:
    def __init__(self, pattern):
        self._pattern = pattern
        self._at = 0
        self._flags = ""
        self.looks_at_words = False

    def translate(self):
        made = self._alternatives()
        if self._at < len(self._pattern):
            raise Untranslatable("an unmatched )")
        return made

    def _peek(self, text):
        return self._pattern.startswith(text, self._at)

    def _next(self):
        if self._at >= len(self._pattern):
            raise Untranslatable("its end")
        self._at += 1
        return self._pattern[self._at - 1]

    def _alternatives(self):
        """Up to the end of the group; flags that are set within end with it."""
        flags, made = self._flags, []
        while self._at < len(self._pattern) and not self._peek(")"):
            made.append(self._element())
        self._flags = flags
        return "".join(made)

    def _element(self):
        c = self._next()
        if c == "|":
            return "|"
        if c == "^":
            return r"\A"
        if c == "$":
            return _LAST
        if c == "(":
            made = self._group()
        elif c == "[":
            made = self._cased("[" + self._class() + "]")
        elif c == ".":
            made = "(?s:.)" if "s" in self._flags else f"[^{_ENDS}]"
        elif c == "\\":
            made = self._escape()
        elif c in "*+?{":
            raise Untranslatable(f"a {c} without anything before it")
        else:
            made = self._cased(_literal(c))
        return made + self._quantifier() if made else ""

    def _cased(self, made):
        if "i" in self._flags and "U" in self._flags:
            raise Untranslatable("the flags i and U together")
        return f"(?i:{made})" if "i" in self._flags else made

    def _quantifier(self):
        found = re.compile(r"[*+?]|\{[0-9]+(?:,[0-9]*)?\}").match(self._pattern, self._at)
        if not found:
            if self._peek("{"):
                raise Untranslatable("a { that is no number of times")
            return ""
        self._at = found.end()
        if self._peek("?"):
            self._at += 1
            return found[0] + "?"
        if self._peek("+"):
            if not _HAS_ATOMIC:
                raise Untranslatable("a possessive quantifier, which Python has from 3.11 on")
            self._at += 1
            return found[0] + "+"
        return found[0]

    def _group(self):
        opened = "("
        if self._peek("?"):
            found = re.compile(r"\?(?:(:|=|!|<=|<!|>)|<([a-zA-Z][a-zA-Z0-9]*)>|([isU]*)([:)]))").match(
                self._pattern, self._at
            )
            if not found:
                raise Untranslatable(f"({self._pattern[self._at : self._at + 3]}")
            self._at = found.end()
            if found[4] == ")":
                self._flags += found[3]
                return ""
            if found[4] == ":":
                return self._flagged(found[3])
            if found[1] == ">" and not _HAS_ATOMIC:
                raise Untranslatable("an atomic group, which Python has from 3.11 on")
            opened = f"(?P<{found[2]}>" if found[2] else f"(?{found[1]}"
        return opened + self._rest_of_group()

    def _flagged(self, flags):
        before = self._flags
        self._flags += flags
        made = "(?:" + self._rest_of_group()
        self._flags = before
        return made

    def _rest_of_group(self):
        made = self._alternatives()
        if not self._peek(")"):
            raise Untranslatable("an unmatched (")
        self._at += 1
        return made + ")"

    def _escape(self):
        c = self._next()
        if c in "Az":
            return r"\A" if c == "A" else r"\Z"
        if c == "Z":
            return _LAST
        if c in "bB" and "U" not in self._flags:
            # Java looks at letters and digits of Unicode here; both agree for ASCII.
            self.looks_at_words = True
            return "\\" + c
        if c in "123456789":
            if self._at < len(self._pattern) and self._pattern[self._at].isdigit():
                raise Untranslatable(f"a reference to group {c}…")
            return self._cased("\\" + c)
        if c == "k":
            found = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)>").match(self._pattern, self._at)
            if not found:
                raise Untranslatable("\\k")
            self._at = found.end()
            return self._cased(f"(?P={found[1]})")
        if c == "Q":
            return self._quoted()
        return self._cased(self._escaped_set(c) or _literal(self._escaped_char(c)))

    def _quoted(self):
        end = self._pattern.find("\\E", self._at)
        text = self._pattern[self._at : end if end >= 0 else len(self._pattern)]
        self._at = end + 2 if end >= 0 else len(self._pattern)
        # A quantifier behind it belongs to the last character.
        return "".join(self._cased(_literal(c)) for c in text)

    def _escaped_set(self, c):
        """A set of characters that stands for itself, as \\d; None, if it is none."""
        inside = self._set_content(c)
        if inside is None:
            return None
        negated, content = inside
        return f"[{'^' if negated else ''}{content}]"

    def _set_content(self, c):
        if "U" in self._flags and c in "sS":
            return c == "S", _BLANKS
        if c.lower() in _CLASSES:
            if "U" in self._flags and c in "dDwW":
                raise Untranslatable(f"\\{c} with the flag U")
            return c.isupper(), _CLASSES[c.lower()]
        if c not in "pP":
            return None
        found = re.compile(r"\{([A-Za-z]+)\}|([A-Z])").match(self._pattern, self._at)
        if not found:
            raise Untranslatable("\\" + c)
        self._at = found.end()
        name = found[1] or found[2]
        if name == "IsLatin" and "i" not in self._flags:
            return c == "P", _LATIN
        if name in _POSIX and not set("iU") & set(self._flags):
            return c == "P", _POSIX[name]
        short = name[2:] if name.startswith("Is") else name
        if re.fullmatch(r"[LMNPSZC][a-z]?", short) and "i" not in self._flags:
            return c == "P", _category_ranges(short)
        raise Untranslatable(f"\\{c}{{{name}}}")

    def _escaped_char(self, c):
        if c in _CONTROLS:
            return _CONTROLS[c]
        if c in "xu":
            found = re.compile(
                r"([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\}" if c == "x" else r"([0-9a-fA-F]{4})()"
            ).match(self._pattern, self._at)
            point = int(found[1] or found[2], 16) if found else -1
            if not 0 <= point <= sys.maxunicode or 0xD800 <= point < 0xE000:
                raise Untranslatable("\\" + c)
            self._at = found.end()
            return chr(point)
        if c.isascii() and c.isalnum():
            raise Untranslatable("\\" + c)
        return c

    def _class(self):
        """The content of a class of characters, up to its bracket."""
        made = ""
        if self._peek("^"):
            self._at += 1
            made = "^"
        first = True
        while first or not self._peek("]"):
            start = self._class_element()
            if isinstance(start, str) and self._peek("-") and not self._peek("-]"):
                self._at += 1
                end = self._class_element()
                if not isinstance(end, str):
                    raise Untranslatable("a range without an end")
                if end < start:
                    raise Untranslatable("a range that falls")
                made += f"{_in_class(start)}-{_in_class(end)}"
            else:
                made += _in_class(start) if isinstance(start, str) else start[0]
            first = False
        self._at += 1
        return made

    def _class_element(self):
        """A character; or, as a list of one text, a set."""
        c = self._next()
        if c == "[" or (c == "&" and self._peek("&")):
            raise Untranslatable("a class within a class")
        if c == "]":
            raise Untranslatable("an empty class")
        if c != "\\":
            return c
        c = self._next()
        inside = self._set_content(c)
        if inside is not None:
            if inside[0]:
                raise Untranslatable(f"\\{c} within a class")
            return [inside[1]]
        if c in "QEbB":
            raise Untranslatable(f"\\{c} within a class")
        return self._escaped_char(c)


def _in_class(c):
    return "\\" + c if c in "\\]^-[&~|" else c if c.isprintable() else f"\\U{ord(c):08x}"


class Pattern:
    """A pattern of Java, compiled for Python."""

    def __init__(self, text):
        translator = _Translator(text)
        made = translator.translate()
        try:
            self._compiled = re.compile(made, re.ASCII)
        except (re.error, OverflowError, RecursionError) as e:
            raise Untranslatable(str(e)) from e
        self._only_ascii = translator.looks_at_words
        self.groups = self._compiled.groups
        self.names = self._compiled.groupindex

    def _checked(self, text):
        if self._only_ascii and not text.isascii():
            raise RowRefused(
                f"The borders of words in '{shown(text)}' lie elsewhere in Java, perhaps: Python"
                " finds them in ASCII alone."
            )
        return text

    def search(self, text):
        return self._compiled.search(self._checked(text))

    def fullmatch(self, text):
        return self._compiled.fullmatch(self._checked(text))

    def finditer(self, text):
        return self._compiled.finditer(self._checked(text))

    def split(self, text, limit):
        """Java's Pattern.split: 0 leaves out empty texts at the end, negative ones don't."""
        parts, index = [], 0
        for found in self.finditer(text):
            if limit > 0 and len(parts) == limit - 1:
                parts.append(text[index:])
                index = found.end()
                break
            if index == found.start() == found.end() == 0:
                continue
            parts.append(text[index : found.start()])
            index = found.end()
        if index == 0:
            return [text]
        if limit <= 0 or len(parts) < limit:
            parts.append(text[index:])
        while limit == 0 and parts and not parts[-1]:
            parts.pop()
        return parts


def compiled(text, where):
    """The pattern of a text that is known when a package is loaded."""
    try:
        return Pattern(text)
    except Untranslatable as e:
        raise NotLoadable(
            f"{where[0].upper()}{where[1:]} has the regular expression '{shown(text)}', which Python"
            f" can't follow as Java does: {e}."
        ) from e
