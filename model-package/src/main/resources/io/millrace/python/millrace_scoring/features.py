"""Operators that make features of columns: numbers, categories and vectors."""

import math

from . import numbers
from .errors import RowRefused, formatted, unusable
from .hashes import text_slot
from .numbers import NAN, double_text, power
from .vectors import Vector, dot, multiply_by_column, multiply_by_row


def vector_input(step, index=0, size=-1):
    """What gives the vector of a row, of that size unless it is negative."""
    slot, name = step.inputs[index].slot, step.inputs[index].name

    def read(row):
        vector = row[slot]
        if vector is None:
            raise unusable(f"The column '{name}' holds a row without a vector.")
        if 0 <= size != vector.size:
            raise unusable(
                f"The column '{name}' holds a vector of {vector.size} slots, and those of the"
                f" training rows have {size}."
            )
        return vector

    return read


def nulls(step):
    slots = [column.slot for column in step.outputs]

    def work(row):
        for slot in slots:
            row[slot] = None

    return work


def copy(step):
    source, target = step.source, step.target

    def work(row):
        row[target] = row[source]

    return work


def drop_null(step):
    reason = step.text("reason")
    slots = [column.slot for column in step.inputs]
    return lambda row: reason if any(row[slot] is None for slot in slots) else None


def require_size(step):
    read = vector_input(step, size=step.count("slots"))

    def work(row):
        read(row)

    return work


def string_index(step):
    labels = {label: float(i) for i, label in enumerate(step.texts("labels"))}
    invalid = step.json("invalid")
    refuses = invalid is None
    refusal = step.text("refusal") if refuses else ""
    other = None if refuses or invalid == "null" else float(invalid)
    source, target = step.source, step.target

    def work(row):
        text = row[source]
        index = None if text is None else labels.get(text)
        if index is None:
            if refuses:
                shown = "null" if text is None else f"'{text}', which no training row does"
                raise RowRefused(formatted(refusal, shown), "UNSEEN_VALUE")
            index = other
        row[target] = index

    return work


def one_hot(step):
    categories, slots = step.count("categories"), step.count("slots")
    keeps_invalid = step.flag("keepInvalid")
    refusal = "" if keeps_invalid else step.text("refusal")
    truncates, keeps_null = step.flag("truncates"), step.flag("keepNull")
    vectors = [
        Vector(slots, [i] if i < slots else [], [1.0] if i < slots else [])
        for i in range(categories + 1)
    ]
    source, target = step.source, step.target

    def work(row):
        value = row[source]
        if value is None and keeps_null:
            row[target] = None
            return
        valid = value is not None and 0 <= value < categories
        valid = valid and (truncates or value == int(value))
        if not valid and not keeps_invalid:
            shown = "null" if value is None else double_text(value)
            raise RowRefused(formatted(refusal, shown), "UNSEEN_VALUE")
        row[target] = vectors[int(value) if valid else categories]

    return work


def assemble(step):
    keeps = step.has("widths")
    widths = step.array("widths") if keeps else [0] * len(step.inputs)
    refusals = [] if keeps else step.texts("refusals")
    slots = [column.slot for column in step.inputs]
    target = step.target

    def work(row):
        size, indices, values = 0, [], []
        for i, slot in enumerate(slots):
            value = row[slot]
            if not keeps and (value is None or value != value):
                shown = "null" if value is None else "a value that is not a number"
                raise unusable(formatted(refusals[i], shown))
        for i, slot in enumerate(slots):
            value = row[slot]
            if value is None:
                indices.extend(range(size, size + widths[i]))
                values.extend([NAN] * widths[i])
                size += widths[i]
            elif isinstance(value, Vector):
                for place, held in value.items():
                    if held != 0:
                        indices.append(size + place)
                        values.append(held)
                size += value.size
            else:
                if value != 0:
                    indices.append(size)
                    values.append(value)
                size += 1
        row[target] = Vector(size, indices, values).compressed()

    return work


def scale_vector(step):
    scales = step.array("scales")
    shifts = step.array("shifts") if step.has("shifts") else None
    keeps_null = step.flag("keepNull")
    read = vector_input(step, size=len(scales))
    source, target = step.source, step.target

    def work(row):
        if keeps_null and row[source] is None:
            row[target] = None
            return
        vector = read(row)
        if shifts is not None:
            values = [(v - s) * f for v, s, f in zip(vector.to_list(), shifts, scales)]
            row[target] = Vector.dense(values)
        else:
            row[target] = vector.with_values([v * scales[place] for place, v in vector.items()])

    return work


def min_max_scale(step):
    minima, scales = step.array("minima"), step.array("scales")
    least, constant = step.array("bounds")[:2]
    read = vector_input(step, size=len(scales))
    target = step.target

    def work(row):
        values = read(row).to_list()
        for i, value in enumerate(values):
            if value == value:
                scale = scales[i]
                values[i] = constant if scale == 0 else (value - minima[i]) * scale + least
        row[target] = Vector.dense(values).compressed()

    return work


def select_slots(step):
    size = step.count("size")
    indices = step.array("indices")
    least = step.count("least") if size < 0 else size
    read = vector_input(step, size=size)
    name, target = step.inputs[0].name, step.target
    weights = step.array("weights") if step.has("weights") else None
    intercepts = step.array("intercepts") if weights is not None else []

    def selected(vector):
        if vector.size < least:
            raise unusable(
                f"The column '{name}' holds a vector of {vector.size} slots, and the options name"
                f" {least}."
            )
        if vector.is_dense:
            return Vector.dense([vector.values[i] for i in indices])
        held = dict(vector.items())
        places = [i for i, index in enumerate(indices) if index in held]
        return Vector(len(indices), places, [held[indices[i]] for i in places])

    def work(row):
        vector = read(row)
        if weights is None:
            row[target] = selected(vector)
        else:
            values = [vector.at(i) for i in indices]
            for i, intercept in enumerate(intercepts):
                values.append(dot(vector, weights, i * vector.size) + intercept)
            row[target] = Vector.dense(values)

    return work


def normalize(step):
    p = step.json("p")
    p = numbers.double_of_text(p) if isinstance(p, str) else float(p)
    read = vector_input(step)
    target = step.target

    def norm(values):
        total = 0.0
        for value in values:
            size = abs(value)
            if p == 1:
                total += size
            elif p == 2:
                total += size * size
            elif p == math.inf:
                total = size if size > total else total
            else:
                total += power(size, p)
        if p == 2:
            return math.sqrt(total)
        return total if p in (1, math.inf) else power(total, 1 / p)

    def work(row):
        vector = read(row)
        length = norm(vector.values)
        values = vector.values if length == 0 else [v / length for v in vector.values]
        row[target] = vector.with_values(list(values))

    return work


def _terms(slots, degree):
    terms = 1
    for i in range(1, degree + 1):
        terms = terms * (slots + i) // i
    return terms


def polynomial(step):
    degree = step.count("degree")
    read = vector_input(step)
    target = step.target

    def work(row):
        vector = read(row)
        size = _terms(vector.size, degree) - 1
        products = []
        places = list(range(vector.size)) if vector.is_dense else vector.indices
        _expand(vector.values, places, len(places) - 1, vector.size - 1, degree, 1.0, products, -1)
        if vector.is_dense:
            values = [0.0] * size
            for place, value in products:
                values[place] = value
            row[target] = Vector.dense(values)
        else:
            row[target] = Vector(size, [p for p, _ in products], [v for _, v in products])

    return work


def _expand(values, places, last, last_slot, degree, factor, products, place):
    """Adds the products of the slots up to the last; where those behind them begin."""
    if factor != 0 and (degree == 0 or last < 0):
        if place >= 0:
            products.append((place, factor))
    elif factor != 0:
        following, product, slot = place, factor, places[last] - 1
        for i in range(degree + 1):
            if product == 0:
                break
            following = _expand(
                values, places, last - 1, slot, degree - i, product, products, following
            )
            product *= values[last]
    return place + _terms(last_slot + 1, degree)


def multiply_matrix(step):
    matrix, rows = step.array("matrix"), step.count("rows")
    multiply = multiply_by_row if step.flag("byRow") else multiply_by_column
    read = vector_input(step, size=len(matrix) // rows)
    target = step.target

    def work(row):
        row[target] = Vector.dense(multiply(rows, 1.0, matrix, read(row), 0.0, [0.0] * rows))

    return work


def index_slots(step):
    size = step.count("slots")
    counts, values, indices = step.array("counts"), step.array("values"), step.array("indices")
    bounds, start = {}, 0
    for place, count in zip(step.array("places"), counts):
        bounds[place] = (start, start + count)
        start += count
    invalid = step.choice("invalid", "refuse", "keep", "null")
    read = vector_input(step, size=size)
    target = step.target

    def index(slot, value):
        first, end = bounds[slot]
        found = numbers.search(values, 0.0 if value == 0 else value, first, end)
        if found >= 0 and value == value:
            return indices[found]
        if invalid == "refuse":
            raise RowRefused(
                f"VectorIndexer encountered invalid value {double_text(value)} on feature index"
                f" {slot}. To handle or skip invalid value, try setting"
                " VectorIndexer.handleInvalid.",
                "UNSEEN_VALUE",
            )
        return float(end - first) if invalid == "keep" else NAN

    def work(row):
        vector = read(row)
        made, unknown = [], False
        for slot, value in vector.items():
            first, end = bounds.get(slot, (0, 0))
            if first < end:
                value = index(slot, value)
                unknown = unknown or value != value
            made.append(value)
        row[target] = None if unknown else vector.with_values(made)

    return work


def binarize(step):
    threshold = step.first("threshold")
    source, target = step.source, step.target
    if step.inputs[0].type.kind != "vector":

        def of_number(row):
            value = row[source]
            row[target] = 1.0 if value is not None and value > threshold else 0.0

        return of_number
    read = vector_input(step)

    def of_vector(row):
        vector = read(row)
        if threshold < 0:
            values = [0.0 if v <= threshold else 1.0 for v in vector.to_list()]
            made = Vector.dense(values)
        else:
            places = [place for place, value in vector.items() if value > threshold]
            made = Vector(vector.size, places, [1.0] * len(places))
        row[target] = made.compressed()

    return of_vector


def bucketize(step):
    splits = step.array("splits")
    refusal = step.text("refusal") if step.has("refusal") else None
    keeps_null, skips = step.flag("keepNull"), step.flag("skip")
    source, target = step.source, step.target
    last = len(splits) - 1

    def bucket(value):
        if value == splits[last]:
            return float(last - 1)
        found = numbers.search(splits, value)
        place = found if found >= 0 else -found - 2
        if place < 0 or place >= last:
            raise unusable(
                f"Feature value {double_text(value)} out of Bucketizer bounds"
                f" [{double_text(splits[0])}, {double_text(splits[last])}].  Check your features,"
                " or loosen the lower/upper bound constraints."
            )
        return float(place)

    def work(row):
        value = row[source]
        if value is not None and value == value:
            row[target] = bucket(value)
        elif skips or (value is None and keeps_null):
            row[target] = None
        elif refusal is not None:
            raise unusable(refusal)
        else:
            row[target] = float(last)

    return work


def code(step):
    values, codes, other = step.texts("values"), step.array("codes"), step.array("other")
    source, target = step.source, step.target
    if step.outputs[0].type.kind == "vector":
        width = len(other)
        unknown = Vector.dense(other)
        made = {v: Vector.dense(codes[i * width : (i + 1) * width]) for i, v in enumerate(values)}
    else:
        unknown = other[0]
        made = {value: codes[i] for i, value in enumerate(values)}

    def work(row):
        row[target] = made.get(row[source], unknown)

    return work


def hash_columns(step):
    size, names = step.count("slots"), step.texts("names")
    categories = set(step.texts("categories"))
    columns = []
    for column, name in zip(step.inputs, names):
        is_number = column.type.is_numeric and name not in categories
        columns.append((column, name + "=", text_slot(name, size) if is_number else None))
    target = step.target

    def work(row):
        sums = {}
        for column, prefix, place in columns:
            value = row[column.slot]
            if value is not None:
                if place is None:
                    at, term = text_slot(prefix + _written(value, column.type), size), 1.0
                else:
                    at, term = place, float(value)
                sums[at] = sums[at] + term if at in sums else term
        places = sorted(sums)
        row[target] = Vector(size, places, [sums[place] for place in places])

    return work


def _written(value, type_):
    """As Java writes the value that Spark has in its row."""
    if type_.kind == "double":
        return double_text(value)
    if type_.kind == "float":
        return numbers.float_text(value)
    if type_.kind == "boolean":
        return "true" if value else "false"
    return str(value)


def interact(step):
    slots, categories = step.array("slots"), step.array("categories")
    factors, first = [], 0
    for i, column in enumerate(step.inputs):
        own = categories[first : first + slots[i]]
        is_vector = column.type.kind == "vector"
        read = vector_input(step, i, len(own)) if is_vector else None
        factors.append((column, read, own, sum(max(1, count) for count in own)))
        first += slots[i]
    target = step.target

    def active(column, before, made, place, count, value):
        if count:
            if not (0 <= value < count and value == int(value)):
                raise unusable(
                    f"The column '{column.name}' holds {double_text(value)}, which is none of its"
                    f" {count} categories."
                )
            place, value = place + int(value), 1.0
        for index, held in before.items():
            made.indices.append(index + place * before.size)
            made.values.append(held * value)

    def work(row):
        made = Vector(1, [0], [1.0])
        # From the last column to the first, as its slots change fastest.
        for column, read, own, size in reversed(factors):
            before, made = made, Vector(made.size * size, [], [])
            if read is None:
                value = row[column.slot]
                if value is None:
                    raise unusable(f"The column '{column.name}' holds null.")
                active(column, before, made, 0, own[0], value)
            else:
                vector, place = read(row), 0
                for i, count in enumerate(own):
                    active(column, before, made, place, count, vector.at(i))
                    place += max(1, count)
        row[target] = made.compressed()

    return work


OPERATORS = {
    "nulls": nulls, "copy": copy, "drop-null": drop_null, "require-size": require_size,
    "string-index": string_index, "one-hot": one_hot, "assemble": assemble,
    "scale-vector": scale_vector, "min-max-scale": min_max_scale, "select-slots": select_slots,
    "normalize": normalize, "polynomial": polynomial, "multiply-matrix": multiply_matrix,
    "index-slots": index_slots, "binarize": binarize, "bucketize": bucketize, "code": code,
    "hash-columns": hash_columns, "interact": interact,
}
