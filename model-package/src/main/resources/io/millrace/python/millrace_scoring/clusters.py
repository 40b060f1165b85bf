"""Operators of clusters: the centers that vectors are near to, as Spark's k-means measures."""

import math

from .errors import unusable
from .models import _missing_stays, feature_vector
from .numbers import INFINITY, divided, total_order
from .vectors import dot

_EPSILON, _PRECISION = 2.0**-52, 1e-6


def _length(vector):
    total = 0.0
    for value in vector.values:
        total += value * value
    return math.sqrt(total)


class _Centers:
    """The middles of clusters, and how far vectors of a length are from them."""

    def __init__(self, step):
        self.is_cosine = step.choice("distance", "euclidean", "cosine") == "cosine"
        self.size = step.count("size")
        self.norms = step.array("norms")
        values = step.array("centers")
        starts = range(0, len(self.norms) * self.size, self.size)
        self._centers = [values[start : start + self.size] for start in starts]

    def cost(self, place, vector, length):
        """What Spark compares: the squared distance, or one less the cosine."""
        center, norm = self._centers[place], self.norms[place]
        if not self.is_cosine:
            return self._squared_distance(center, norm, vector, length)
        if not (norm > 0 and length > 0):
            raise unusable("The cosine distance is not defined for a vector of zeros.")
        return 1 - dot(vector, center) / norm / length

    @staticmethod
    def _squared_distance(center, norm, vector, length):
        if vector.is_dense:
            return _exact(center, vector)
        squares = norm * norm + length * length
        difference = norm - length
        bound = divided(2.0 * _EPSILON * squares, difference * difference + _EPSILON)
        if bound < _PRECISION:
            return squares - 2.0 * dot(vector, center)
        product = dot(vector, center)
        distance = squares - 2.0 * product
        distance = 0.0 if distance <= 0 else distance
        bound = divided(_EPSILON * (squares + 2.0 * abs(product)), distance + _EPSILON)
        return _exact(center, vector) if bound > _PRECISION else distance


def _exact(center, vector):
    total = 0.0
    for mine, value in zip(center, vector.to_list()):
        difference = mine - value
        total += difference * difference
    return total


def nearest_center(step):
    centers = _Centers(step)
    bounds = step.array("bounds")
    read = feature_vector(step, centers.size)
    target = step.target
    count = len(centers.norms)

    def could_be_nearer(i, length, least):
        difference = centers.norms[i] - length
        return centers.is_cosine or difference * difference < least

    def nearest(vector, length):
        least, place = INFINITY, 0
        for i in range(count):
            if could_be_nearer(i, length, least):
                cost = centers.cost(i, vector, length)
                if cost < least:
                    least, place = cost, i
        return place

    def bound(row, column):
        return bounds[column * (column + 1) // 2 + row]

    def nearest_by_bounds(vector, length):
        least, place = centers.cost(0, vector, length), 0
        if least < bounds[0]:
            return 0
        for i in range(1, count):
            if could_be_nearer(i, length, least) and bound(place, i) < least:
                cost = centers.cost(i, vector, length)
                if cost < bound(i, i):
                    return i
                if cost < least:
                    least, place = cost, i
        return place

    choose = nearest_by_bounds if bounds else nearest

    def work(row):
        vector = read(row)
        row[target] = choose(vector, _length(vector))

    return _missing_stays(step, work)


def cluster_tree(step):
    centers = _Centers(step)
    first, children = step.array("first"), step.array("children")
    read = feature_vector(step, centers.size)
    target = step.target

    def work(row):
        vector, node = read(row), 0
        length = _length(vector)
        while children[node] > 0:
            nearest = first[node]
            least = centers.cost(nearest, vector, length)
            for i in range(nearest + 1, first[node] + children[node]):
                cost = centers.cost(i, vector, length)
                if total_order(cost, least) < 0:
                    least, nearest = cost, i
            node = nearest
        row[target] = first[node]

    return _missing_stays(step, work)


OPERATORS = {"nearest-center": nearest_center, "cluster-tree": cluster_tree}
