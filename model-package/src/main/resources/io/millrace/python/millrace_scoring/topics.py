"""The operator of topics: their shares in documents, by latent Dirichlet allocation."""

import math
from operator import mul

from .errors import unusable
from .features import vector_input
from .numbers import divided, double_text, exponential
from .vectors import Vector

_SETTLED, _TINY, _MOST_ROUNDS = 1e-3, 1e-100, 100_000
_EULER = 0.577215664901532860606512090082


def _digamma(x):
    """The derivative of the logarithm of the gamma function, of positive numbers."""
    if x != x or math.isinf(x):
        return x
    if 0 < x <= 1e-5:
        return -_EULER - 1 / x
    terms = []
    while x < 49:
        terms.append(1 / x)
        x += 1
    inverse = 1 / (x * x)
    value = math.log(x) - 0.5 / x - inverse * (1 / 12 + inverse * (1 / 120 - inverse / 252))
    for term in reversed(terms):
        value -= term
    return value


def _total(numbers):
    total = 0.0
    for number in numbers:
        total += number
    return total


def _expected(gamma):
    """exp(E[log theta]) of a Dirichlet distribution."""
    all_ = _digamma(_total(gamma))
    return [exponential(_digamma(g) - all_) for g in gamma]


def _settled(words, prior, start, theta):
    """The gamma of a document, of its words' counts and probabilities; None if it never settles."""
    gamma = start
    for _ in range(_MOST_ROUNDS):
        credits = [0.0] * len(gamma)
        for count, likely in words:
            weight = count / (_total(map(mul, theta, likely)) + _TINY)
            credits = [credit + weight * p for credit, p in zip(credits, likely)]
        updated = [t * credit + a for t, credit, a in zip(theta, credits, prior)]
        change = _total(abs(new - old) for new, old in zip(updated, gamma)) / len(gamma)
        gamma, theta = updated, _expected(updated)
        if not change > _SETTLED:
            return gamma
    return None


def _require_counts(vector, name):
    for place, count in vector.items():
        if count < 0:
            raise unusable(
                f"The column '{name}' holds a vector with the count {double_text(count)} in slot"
                f" {place}, and no word is counted below 0."
            )


def topic_shares(step):
    learnt, prior, start = step.array("words"), step.array("prior"), step.array("start")
    topics = len(start)
    vocabulary = len(learnt) // topics
    theta = _expected(start)
    read = vector_input(step)
    target, name = step.target, step.inputs[0].name

    def work(row):
        vector = read(row)
        _require_counts(vector, name)
        held = list(vector.items())
        if not any(count != 0 for _, count in held):
            row[target] = Vector.dense([0.0] * topics)
            return
        if held[-1][0] >= vocabulary:
            raise unusable(
                f"The column '{name}' holds a vector of {vector.size} slots, and those of the"
                f" training rows have {vocabulary}."
            )
        words = [
            (count, learnt[word * topics : (word + 1) * topics]) for word, count in held if count != 0
        ]
        gamma = _settled(words, prior, start, theta)
        if gamma is None:
            raise unusable(
                f"The shares of topics in the column '{name}' did not settle in {_MOST_ROUNDS}"
                " rounds."
            )
        whole = _total(map(abs, gamma))
        row[target] = Vector.dense([divided(g, whole) for g in gamma])

    return work


OPERATORS = {"topic-shares": topic_shares}
