"""Operators of texts and lists of words."""

from . import regex
from .errors import NotLoadable, unusable
from .hashes import text_slot
from .letters import lower
from .texts import halved, joined, utf16_length
from .vectors import Vector

LANGUAGES = (
    "danish", "dutch", "english", "finnish", "french", "german", "hungarian", "italian",
    "norwegian", "porter", "portuguese", "romanian", "russian", "spanish", "swedish", "turkish",
)
STEMMER = "1.2.1"


def _of_words(step, make):
    """A step that makes something of each list of words, and of a null what `missing` says."""
    missing = step.choice("missing", "null", "empty", "refuse")
    source, target, name = step.source, step.target, step.inputs[0].name
    empty = "" if step.inputs[0].type.kind == "string" else []

    def work(row):
        words = row[source]
        if words is None:
            if missing == "refuse":
                raise unusable(f"The column '{name}' holds null.")
            if missing == "null":
                row[target] = None
                return
            words = empty
        row[target] = make(words)

    return work


def tokenize(step):
    pattern = regex.compiled(step.text("pattern"), "the scoring operator 'tokenize'")
    gaps, lowercase, least = step.flag("gaps"), step.flag("lowercase"), step.count("minLength")

    def words(text):
        text = lower(text) if lowercase else text
        found = pattern.split(text, 0) if gaps else [m.group() for m in pattern.finditer(text)]
        return [word for word in found if utf16_length(word) >= least]

    return _of_words(step, words)


def stop_words(step):
    case_sensitive, locale = step.flag("caseSensitive"), step.text("locale")
    if not case_sensitive and locale.lower() in ("tr", "az", "lt"):
        raise NotLoadable(
            f"The scoring operator 'stop-words' has the locale '{locale}', whose small letters"
            " Python does not know."
        )

    def cased(word):
        return word if word is None or case_sensitive else lower(word)

    dropped = {cased(word) for word in step.texts("words")}
    return _of_words(step, lambda words: [w for w in words if cased(w) not in dropped])


def n_grams(step):
    n = step.count("n")

    def grams(words):
        texts = ["null" if word is None else word for word in words]
        return [" ".join(texts[i : i + n]) for i in range(len(texts) - n + 1)]

    return _of_words(step, grams)


def _counted(slots, least, binary, size):
    counts = {}
    for slot in slots:
        counts[slot] = counts.get(slot, 0) + 1
    places = [slot for slot in sorted(counts) if counts[slot] >= least]
    return Vector(size, places, [1.0 if binary else float(counts[place]) for place in places])


def hash_terms(step):
    size, binary = step.count("slots"), step.flag("binary")
    return _of_words(
        step, lambda words: _counted([text_slot(w, size) for w in words], 0, binary, size)
    )


def count_terms(step):
    slot_of = {term: i for i, term in enumerate(step.texts("terms"))}
    size = len(step.texts("terms"))
    binary, min_tf = step.flag("binary"), step.first("minTf")

    def counts(words):
        least = min_tf if min_tf >= 1 else len(words) * min_tf
        return _counted([slot_of[w] for w in words if w in slot_of], least, binary, size)

    return _of_words(step, counts)


def mean_word_vector(step):
    size, vectors = step.count("slots"), step.array("vectors")
    start_of = {}
    for word in step.texts("words"):
        start_of[word] = len(start_of) * size

    def mean(words):
        if not words:
            return Vector(size, [], [])
        sums = [0.0] * size
        for word in words:
            start = start_of.get(word)
            if start is not None:
                for i in range(size):
                    sums[i] += vectors[start + i]
        share = 1.0 / len(words)
        return Vector.dense([value * share for value in sums])

    return _of_words(step, mean)


def stem(step):
    language = step.choice("language", *LANGUAGES)
    try:
        import snowballstemmer
    except ImportError as e:
        raise NotLoadable(
            "The scoring operator 'stem' needs Snowball's rules in Python:"
            f" pip install snowballstemmer=={STEMMER}"
        ) from e
    stemmer = snowballstemmer.stemmer(language)

    def stemmed(word):
        # Snowball counts the letters of Java in units of 16 bits.
        return word if word is None else joined(stemmer.stemWord(halved(word)))

    return _of_words(step, lambda words: [stemmed(word) for word in words])


OPERATORS = {
    "tokenize": tokenize, "stop-words": stop_words, "n-grams": n_grams, "hash-terms": hash_terms,
    "count-terms": count_terms, "mean-word-vector": mean_word_vector, "stem": stem,
}
