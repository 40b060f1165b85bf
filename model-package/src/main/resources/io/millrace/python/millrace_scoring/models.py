"""Operators of models: what they make of a vector of features."""

import math

from . import numbers
from .decimals import exact_decimal
from .errors import RowRefused, unusable
from .numbers import (
    DOUBLE_MAX, INFINITY, double_text, exponential, float32, float_exponential, fma, power,
)
from .vectors import Vector, dense_dot, dot, multiply_by_column, multiply_by_row

_EPSILON = 2.0**-52
_ROOT_OF_TWO = math.sqrt(2.0)


def feature_vector(step, size):
    """What gives the vector of a row that a model reads, of as many places as it learnt from."""
    slot, name = step.source, step.inputs[0].name

    def read(row):
        vector = row[slot]
        if vector is None:
            raise unusable(f"The column '{name}' holds no vector.")
        if vector.size != size:
            raise RowRefused(
                f"The vector '{name}' has {vector.size} slots, and the model learnt from vectors"
                f" of {size}.",
                "SCHEMA_MISMATCH",
            )
        return vector

    return read


def _missing_stays(step, work):
    """A step that gives null for a missing vector."""
    source, targets = step.source, [column.slot for column in step.outputs]

    def guarded(row):
        if row[source] is None:
            for target in targets:
                row[target] = None
        else:
            work(row)

    return guarded


def _setter(step):
    """Sets the output to a number m; or, if it is a vector, to (-m, m)."""
    target, is_vector = step.target, step.outputs[0].type.kind == "vector"

    def put(row, margin):
        row[target] = Vector.dense([-margin, margin]) if is_vector else margin

    return put


class _Coefficients:
    """The coefficients of a linear function: dense, or those that are not zero."""

    def __init__(self, step):
        self.size = step.count("size")
        self._values = step.array("coefficients")
        self._places = step.array("places") if step.has("places") else None

    def dot(self, features):
        if self._places is None:
            return dot(features, self._values)
        total = 0.0
        if features.is_dense:
            for place, value in zip(self._places, self._values):
                total += value * features.values[place]
            return total
        own = dict(zip(self._places, self._values))
        for place, value in features.items():
            if place in own:
                total += value * own[place]
        return total


def linear_margin(step):
    coefficients = _Coefficients(step)
    read = feature_vector(step, coefficients.size)
    intercept, put = step.first("intercept"), _setter(step)
    return lambda row: put(row, coefficients.dot(read(row)) + intercept)


def factorization_machine(step):
    linear = _Coefficients(step)
    size = linear.size
    read = feature_vector(step, size)
    intercept, factors, put = step.first("intercept"), step.array("factors"), _setter(step)

    def pairs(vector, offset):
        squares = total = 0.0
        for place, value in vector.items():
            if value != 0:
                weighted = factors[offset + place] * value
                squares += weighted * weighted
                total += weighted
        return 0.5 * (total * total - squares)

    def work(row):
        vector = read(row)
        value = intercept + linear.dot(vector)
        for offset in range(0, len(factors), size):
            value += pairs(vector, offset)
        put(row, value)

    return work


def _matrix(step):
    """The matrix of a step: its rows and columns, and what computes A * x + beta * y."""
    rows, columns, by_row = step.count("rows"), step.count("columns"), step.flag("byRow")
    values = step.array("matrix")
    if not step.has("starts"):
        multiply = multiply_by_row if by_row else multiply_by_column
        return rows, columns, lambda x, beta, y: multiply(rows, 1.0, values, x, beta, y)
    starts, places = step.array("starts"), step.array("places")

    def sparse_by_row(x, beta, y):
        held = None if x.is_dense else dict(x.items())
        result = []
        for row in range(rows):
            total = 0.0
            for i in range(starts[row], starts[row + 1]):
                if held is None:
                    total += values[i] * x.values[places[i]]
                elif places[i] in held:
                    total += values[i] * held[places[i]]
            result.append(total + beta * y[row])
        return result

    def sparse_by_column(x, beta, y):
        result = list(y) if beta else [0.0] * rows
        for column, value in x.items():
            for i in range(starts[column], starts[column + 1]):
                result[places[i]] += values[i] * value
        return result

    return rows, columns, sparse_by_row if by_row else sparse_by_column


def linear_margins(step):
    rows, columns, multiply = _matrix(step)
    initial = step.array("initial")
    takes = step.choice("takes", "any", "non-negative", "zero-or-one")
    read = feature_vector(step, columns)
    name, target = step.inputs[0].name, step.target
    start, beta = (initial, 1.0) if initial else ([0.0] * rows, 0.0)

    def work(row):
        vector = read(row)
        if takes != "any":
            for value in vector.values:
                if not value >= 0 or takes == "zero-or-one" and value not in (0, 1):
                    kind = "0 and 1" if takes == "zero-or-one" else "numbers from 0 up"
                    raise unusable(
                        f"The vector '{name}' holds {double_text(value)}: naive Bayes of this kind"
                        f" takes {kind} alone."
                    )
        row[target] = Vector.dense(multiply(vector, beta, start))

    return work


def gaussian_bayes(step):
    prior, means = step.array("prior"), step.array("means")
    variances, log_variances = step.array("variances"), step.array("logVariances")
    size = len(means) // len(prior)
    read = feature_vector(step, size)
    target = step.target

    def work(row):
        x, logs = read(row).to_list(), []
        for c, log_prior in enumerate(prior):
            total = 0.0
            for i in range(size):
                distance = x[i] - means[c * size + i]
                total += numbers.divided(distance * distance, variances[c * size + i])
            logs.append(log_prior - (total + log_variances[c]) / 2)
        row[target] = Vector.dense(logs)

    return work


def gaussian_mixture(step):
    weights, constants = step.array("weights"), step.array("constants")
    whitened, roots = step.array("whitened"), step.array("roots")
    multiply = multiply_by_row if step.flag("byRow") else multiply_by_column
    size = len(whitened) // len(weights)
    square = size * size
    matrices = [roots[i * square : (i + 1) * square] for i in range(len(weights))]
    read = feature_vector(step, size)
    target = step.target

    def work(row):
        vector, shares, total = read(row), [], 0.0
        for i, weight in enumerate(weights):
            mean = whitened[i * size : (i + 1) * size]
            residual = multiply(size, -1.0, matrices[i], vector, 1.0, mean)
            log = constants[i] - 0.5 * dense_dot(size, residual, 0, residual, 0)
            shares.append(_EPSILON + weight * exponential(log))
            total += shares[-1]
        row[target] = Vector.dense([numbers.divided(share, total) for share in shares])

    return _missing_stays(step, work)


def perceptron(step):
    layers, weights = step.array("layers"), step.array("weights")
    read = feature_vector(step, layers[0])
    target = step.target

    def affine(values, offset, inputs, outputs):
        # From a million products on, Spark's dgemm adds them up in blocks of 500 inputs.
        block = max(inputs, 1) if inputs * outputs < 1000000 else 500
        made = []
        for o in range(outputs):
            value = weights[offset + inputs * outputs + o]
            for start in range(0, inputs, block):
                total = 0.0
                for i in range(start, min(inputs, start + block)):
                    total = fma(weights[offset + o + i * outputs], values[i], total)
                value = total + value
            made.append(value)
        return made

    def work(row):
        values, offset = read(row).to_list(), 0
        for layer in range(1, len(layers)):
            values = affine(values, offset, layers[layer - 1], layers[layer])
            if layer < len(layers) - 1:
                values = [1.0 / (1 + exponential(-value)) for value in values]
            offset += layers[layer] * (layers[layer - 1] + 1)
        row[target] = Vector.dense(values)

    return work


def _two(place, share):
    return [share, 1.0 - share] if place == 0 else [1.0 - share, share]


def _logistic(minus):
    return 1.0 / (1.0 + exponential(minus))


def _softmax(scores):
    if INFINITY in scores:
        place = scores.index(INFINITY)
        return [1.0 if i == place else score * 0.0 for i, score in enumerate(scores)]
    shares, total = _exponentials(scores)
    scale = numbers.divided(1.0, total)
    return [share * scale for share in shares]


def _softmax_divided(scores):
    shares, total = _exponentials(scores)
    return [numbers.divided(share, total) for share in shares]


def _exponentials(scores):
    most = -DOUBLE_MAX
    for score in scores:
        most = score if score > most else most
    shares, total = [], 0.0
    for score in scores:
        shares.append(exponential(score - most))
        total += shares[-1]
    return shares, total


def _shares(scores):
    total = scores[0]
    for score in scores[1:]:
        total += score
    if not total > 0:
        raise unusable("The model has no votes for any class in this row.")
    return [score / total for score in scores]


def _logistic_float(score):
    # As XGBoost's Sigmoid: below 88.7, lest the exponential be infinite.
    return float32(1.0 / float32(float_exponential(min(-score, float32(88.7))) + 1.0))


def _softmax_float(scores):
    most, shares, total = max(scores), [], 0.0
    for score in scores:
        shares.append(float_exponential(float32(score - most)))
        total += shares[-1]
    return [float32(share / float32(total)) for share in shares]


_PROBABILITIES = {
    "logistic-first": lambda scores: _two(0, _logistic(-scores[0])),
    "logistic-second": lambda scores: _two(1, _logistic(-scores[1])),
    "logistic-first-doubled": lambda scores: _two(0, _logistic(-2.0 * scores[0])),
    "softmax": _softmax,
    "softmax-divided": _softmax_divided,
    "shares": _shares,
    "logistic-second-float": lambda scores: _two(1, _logistic_float(scores[1])),
    "softmax-float": _softmax_float,
}


def probabilities(step):
    function = _PROBABILITIES[step.choice("function", *_PROBABILITIES)]
    source, target = step.source, step.target

    def work(row):
        row[target] = Vector.dense(function(row[source].values))

    return work


def _largest(values):
    place = 0
    for i, value in enumerate(values):
        if value > values[place]:
            place = i
    return place


def _largest_from(values, place):
    most = -INFINITY
    for i, value in enumerate(values):
        if value > most:
            most, place = value, i
    return place


def _rule(step):
    rule = step.choice("rule", "largest", "largest-number", "largest-ratio", "above")
    if rule == "largest":
        return _largest
    if rule == "largest-number":
        return lambda values: _largest_from(values, -1)
    if rule == "largest-ratio":
        thresholds = step.array("thresholds")
        return lambda values: _largest_from(list(map(numbers.divided, values, thresholds)), 0)
    place, threshold = step.count("place"), step.first("threshold")
    nan_is_largest = step.flag("nanIsLargest")

    def above(values):
        score = values[place]
        return place if score > threshold or nan_is_largest and score != score else 1 - place

    return above


def decision(step):
    rule, source, target = _rule(step), step.source, step.target
    number = int if step.outputs[0].type.kind == "int" else float

    def work(row):
        row[target] = number(rule(row[source].values))

    return _missing_stays(step, work)


def class_label(step):
    type_ = step.outputs[0].type
    read = {
        "double": numbers.double_of_text, "float": numbers.float_of_text,
        "int": numbers.whole_of_text, "long": numbers.whole_of_text,
        "boolean": lambda text: text.lower() == "true",
        "decimal": lambda text: exact_decimal(text, type_.scale),
    }.get(type_.kind, str)
    labels = [read(str(label)) for label in step.texts("labels")]
    source, target = step.source, step.target

    def work(row):
        place = int(row[source])
        if not 0 <= place < len(labels):
            raise unusable(
                "The model's scores of this row are no numbers, so that none is the largest."
            )
        row[target] = labels[place]

    return _missing_stays(step, work)


def finite_vector(step):
    size = step.count("size")
    read = feature_vector(step, size)
    limit = INFINITY if step.flag("infinities") else DOUBLE_MAX
    target = step.target

    def work(row):
        vector = read(row)
        holds = all(abs(value) <= limit for value in vector.values)
        row[target] = vector if holds else None

    return _missing_stays(step, work)


_MEANS = {
    # Spark adds the offset, 0, to the linear function: -0 becomes 0.
    "identity": lambda eta: eta + 0.0,
    "log": exponential,
    "inverse": lambda eta: numbers.divided(1.0, eta + 0.0),
    "logit": lambda eta: 1.0 / (1.0 + exponential(-1.0 * eta)),
    "probit": lambda eta: 0.5 * (1.0 + math.erf(eta / _ROOT_OF_TWO)),
    "cloglog": lambda eta: 1.0 - exponential(-1.0 * exponential(eta)),
    "sqrt": lambda eta: eta * eta,
    "power": None,
}


def _within(least, mean, most):
    """The mean, or the bound that it exceeds; what is no number stays so."""
    return mean if mean != mean else least if mean < least else most if mean > most else mean


_RANGES = {
    "any": lambda mean: mean,
    "finite": lambda mean: _within(-DOUBLE_MAX, mean, DOUBLE_MAX),
    "positive": lambda mean: _within(1e-16, mean, DOUBLE_MAX),
    "share": lambda mean: _within(1e-16, mean, 1.0 - 1e-16),
}


def inverse_link(step):
    link = step.choice("link", *_MEANS)
    mean = _MEANS[link]
    if mean is None:
        exponent = 1.0 / step.first("power")
        mean = lambda eta: power(eta + 0.0, exponent)  # noqa: E731
    put_in_range = _RANGES[step.choice("range", *_RANGES)]
    source, target = step.source, step.target

    def work(row):
        row[target] = put_in_range(mean(row[source]))

    return work


def isotonic(step):
    place = step.count("place")
    boundaries, predictions = step.array("boundaries"), step.array("predictions")
    source, target, name = step.source, step.target, step.inputs[0].name

    def predicted(x):
        found = numbers.search(boundaries, x)
        if found >= 0:
            return predictions[found]
        following = -found - 1
        if following == 0:
            return predictions[0]
        if following == len(boundaries):
            return predictions[-1]
        before, from_ = predictions[following - 1], boundaries[following - 1]
        return before + numbers.divided(
            (predictions[following] - before) * (x - from_), boundaries[following] - from_
        )

    def work(row):
        vector = row[source]
        if vector is None or vector.size <= place:
            raise unusable(
                f"The column '{name}' holds no vector with a slot {place}, counted from 0."
            )
        row[target] = predicted(vector.at(place))

    return work


def log_shares(step):
    source, target = step.source, step.target

    def work(row):
        logs = row[source].values
        most = logs[0]
        for log in logs[1:]:
            most = log if numbers.total_order(log, most) > 0 else most
        total = 0.0
        for log in logs:
            total += exponential(log - most)
        log_of_sum = (math.log(total) if total > 0 else -INFINITY if total == 0 else total) + most
        row[target] = Vector.dense([log - log_of_sum for log in logs])

    return work


def multiples(step):
    factors = step.array("factors")
    source, target = step.source, step.target

    def work(row):
        row[target] = Vector.dense([row[source] * factor for factor in factors])

    return work


def second_scores(step):
    slots, target = [column.slot for column in step.inputs], step.target

    def work(row):
        row[target] = Vector.dense([row[slot].at(1) for slot in slots])

    return work


OPERATORS = {
    "linear-margin": linear_margin, "linear-margins": linear_margins,
    "factorization-machine": factorization_machine, "gaussian-bayes": gaussian_bayes,
    "gaussian-mixture": gaussian_mixture, "perceptron": perceptron,
    "probabilities": probabilities, "decision": decision, "class-label": class_label,
    "finite-vector": finite_vector, "inverse-link": inverse_link, "isotonic": isotonic,
    "log-shares": log_shares, "multiples": multiples, "second-scores": second_scores,
}
