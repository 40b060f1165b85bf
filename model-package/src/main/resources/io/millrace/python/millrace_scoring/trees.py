"""Operators of decision trees, whose nodes lie in arrays."""

from .errors import unusable
from .models import _missing_stays, _setter, feature_vector
from .numbers import INFINITY, divided, float32, power
from .vectors import Vector, dense_dot


def _leaf_finder(step):
    """The roots of the trees, and what gives the number of the leaf that a row ends in."""
    feature, threshold, child = step.array("feature"), step.array("threshold"), step.array("child")
    split = step.array("categories") if step.has("categories") else [-1] * len(feature)
    sets = []
    if step.has("categories"):
        starts, members = step.array("setStarts"), step.array("sets")
        sets = [members[starts[i] : starts[i + 1]] for i in range(len(starts) - 1)]

    def goes_left(node, value):
        if split[node] < 0:
            # A value that is no number goes right, as it is not up to the threshold.
            return value <= threshold[node]
        left = sets[split[node]]
        known = 0 <= value < len(left) - 1 and value == int(value)
        return left[int(value) if known else -1] != 0

    def leaf(node, values):
        place = feature[node]
        while place >= 0:
            node = child[node] if goes_left(node, values[place]) else child[node] + 1
            place = feature[node]
        return child[node]

    return step.array("roots"), leaf


def tree_ensemble(step):
    read = feature_vector(step, step.count("size"))
    roots, leaf = _leaf_finder(step)
    leaves, width = step.array("leaves"), step.count("width")
    kind = step.choice("sum", "vector", "mean", "weighted")
    target = step.target

    def add(row):
        values, sums = read(row).to_list(), [0.0] * width
        for root in roots:
            start = leaf(root, values) * width
            for i in range(width):
                sums[i] += leaves[start + i]
        row[target] = Vector.dense(sums)

    def mean(row):
        values = read(row).to_list()
        total = leaves[leaf(roots[0], values)]
        for root in roots[1:]:
            total += leaves[leaf(root, values)]
        row[target] = total / len(roots)

    if kind != "weighted":
        return add if kind == "vector" else mean
    weights, put = step.array("weights"), _setter(step)

    def weighted(row):
        values = read(row).to_list()
        said = [leaves[leaf(root, values)] for root in roots]
        put(row, dense_dot(len(said), said, 0, weights, 0))

    return weighted


def boosted_trees(step):
    size = step.count("size")
    read = feature_vector(step, size)
    feature, threshold, child = step.array("feature"), step.array("threshold"), step.array("child")
    missing_left, roots = step.array("missingLeft"), step.array("roots")
    leaves, groups, base = step.array("leaves"), step.array("groups"), step.array("base")
    target, is_vector = step.target, step.outputs[0].type.kind == "vector"
    name = step.inputs[0].name

    def rounded(vector):
        values = [float32(value) for value in vector.to_list()]
        if INFINITY in values or -INFINITY in values:
            raise unusable(
                f"The column '{name}' holds a number that is infinite in 32 bits, which XGBoost"
                " can't take: fill it first."
            )
        return values

    def leaf(node, values):
        while feature[node] >= 0:
            value = values[feature[node]]
            left = missing_left[node] if value != value else value < threshold[node]
            node = child[node] if left else child[node] + 1
        return leaves[child[node]]

    def work(row):
        values, margins = rounded(read(row)), list(base)
        for root, group in zip(roots, groups):
            margins[group] = float32(margins[group] + leaf(root, values))
        if not is_vector:
            row[target] = margins[0]
        else:
            row[target] = Vector.dense([-margins[0], *margins] if len(margins) == 1 else margins)

    return work


def isolation_forest(step):
    roots, feature, cut = step.array("roots"), step.array("feature"), step.array("cut")
    left, right, length = step.array("left"), step.array("right"), step.array("length")
    mean_length = step.first("meanLength")
    read = feature_vector(step, step.count("size"))
    score, both = step.outputs[0].slot, step.outputs[1].slot

    def work(row):
        values, total = read(row).to_list(), 0.0
        for node in roots:
            while feature[node] >= 0:
                node = left[node] if values[feature[node]] < cut[node] else right[node]
            total += length[node]
        value = power(2.0, divided(-total / len(roots), mean_length))
        row[score] = value
        row[both] = Vector.dense([1 - value, value])

    return _missing_stays(step, work)


OPERATORS = {
    "tree-ensemble": tree_ensemble, "boosted-trees": boosted_trees,
    "isolation-forest": isolation_forest,
}
