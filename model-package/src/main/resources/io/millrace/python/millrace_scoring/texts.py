"""Functions of texts, whose characters are code points, as Python's are."""

import struct


def utf16_length(text):
    """How many units of 16 bits a text takes, which Java calls its length."""
    return len(text) + sum(1 for c in text if c > "\uffff")


def halved(text):
    """A text with two characters, the halves of a pair, where Java has units of 16 bits."""
    content = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(unit) for unit in struct.unpack(f"<{len(content) // 2}H", content))


def joined(text):
    """A text whose halves of pairs that stand side by side are pairs again."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _title(letter):
    """A letter at the begin of a word, which may become several, as ﬀ becomes Ff."""
    title, upper = letter.title(), letter.upper()
    if len(title) == 1 and (title != letter or len(upper) == 1):
        return title
    first, rest = upper[0], upper[1:]
    return first + (rest.lower() if first.lower() != first else rest)


def _initcap(text):
    """All in small letters, but the first of a word; words are parted by spaces."""
    made, start = "", 0
    while start < len(text):
        space = text.find(" ", start)
        end = len(text) if space < 0 else space + 1
        word = text[start:end]
        made += _title(word[0]) + word.lower()[len(word[0].lower()) :]
        start = end
    return made


def _trimmed(left, right):
    def prepare(call):
        def body(text, characters=" "):
            start, end = 0, len(text)
            while left and start < end and text[start] in characters:
                start += 1
            while right and end > start and text[end - 1] in characters:
                end -= 1
            return text[start:end]

        return call.strict(body)

    return prepare


def _concat_ws(call):
    """Leaves nulls out, but for the separator."""
    separator, *parts = call.args

    def compute(row):
        between = separator.value(row)
        if between is None:
            return None
        present = []
        for part in parts:
            value = part.value(row)
            if isinstance(value, list):
                present.extend(each for each in value if each is not None)
            elif value is not None:
                present.append(value)
        return between.join(present)

    return compute


def _substring(text, place, count):
    """From a place that counts from 1, or backwards from the end, and of a length."""
    start = place - 1 if place > 0 else len(text) + place if place < 0 else 0
    end = min(len(text), start + count)
    start = max(start, 0)
    return text[start:end] if end > start else ""


def _dictionary(source, target):
    dictionary = {}
    for i, c in enumerate(source):
        instead = target[i] if i < len(target) and target[i] != "\0" else ""
        dictionary.setdefault(ord(c), instead)
    return dictionary


def _padded(left):
    def body(text, length, pad):
        wanted = max(0, length)
        missing = wanted - len(text)
        if missing <= 0 or not pad:
            return text[:wanted]
        padding = (pad * (missing // len(pad) + 1))[:missing]
        return padding + text if left else text + padding

    return lambda call: call.strict(body)


def _index(text, searched, start):
    """Where a text is found, counted from 0; -1 if nowhere."""
    if not searched:
        return 0
    return -1 if start >= len(text) else text.find(searched, start)


def _locate(call):
    """Without a start, it is nowhere; without a text, that is not known."""
    searched, text, start = call.arg(0).value, call.arg(1).value, call.arg(2).value

    def compute(row):
        place = start(row)
        if place is None:
            return 0
        wanted = searched(row)
        if wanted is None:
            return None
        within = text(row)
        if within is None:
            return None
        return 0 if place < 1 else _index(within, wanted, place - 1) + 1

    return compute


def _strict(body):
    return lambda call: call.strict(body)


FUNCTIONS = {
    "upper": _strict(str.upper),
    "lower": _strict(str.lower),
    "initcap": _strict(_initcap),
    "reverse": _strict(lambda text: text[::-1]),
    "trim": _trimmed(True, True),
    "ltrim": _trimmed(True, False),
    "rtrim": _trimmed(False, True),
    "length": _strict(len),
    "concat": _strict(lambda *texts: "".join(texts)),
    "concat-ws": _concat_ws,
    "substring": _strict(_substring),
    "replace": _strict(lambda text, old, new: text.replace(old, new) if old else text),
    "translate": _strict(lambda text, old, new: text.translate(_dictionary(old, new))),
    "lpad": _padded(True),
    "rpad": _padded(False),
    "instr": _strict(lambda text, searched: _index(text, searched, 0) + 1),
    "locate": _locate,
    "repeat": _strict(lambda text, count: text * max(0, count)),
    "startswith": _strict(str.startswith),
    "endswith": _strict(str.endswith),
    "contains": _strict(lambda text, searched: searched in text),
}
