"""Vectors, dense or sparse, and sums of products in the order of Spark's linear algebra."""

from bisect import bisect_left

from .numbers import fma


class Vector:
    """A vector of doubles.

    Attributes:
        size: the number of places.
        indices: the places of the values of a sparse vector, rising; None of a dense one.
        values: the values that are held.
    """

    __slots__ = ("size", "indices", "values")

    def __init__(self, size, indices, values):
        self.size = size
        self.indices = indices
        self.values = values

    @staticmethod
    def dense(values):
        return Vector(len(values), None, values)

    @property
    def is_dense(self):
        return self.indices is None

    def items(self):
        """Places and values that are held."""
        return zip(range(self.size) if self.indices is None else self.indices, self.values)

    def at(self, place):
        if self.indices is None:
            return self.values[place]
        found = bisect_left(self.indices, place)
        held = found < len(self.indices) and self.indices[found] == place
        return self.values[found] if held else 0.0

    def to_list(self):
        """All values by their places: a new list."""
        if self.indices is None:
            return list(self.values)
        values = [0.0] * self.size
        for place, value in zip(self.indices, self.values):
            values[place] = value
        return values

    def with_values(self, values):
        """The same places with other values."""
        return Vector(self.size, self.indices, values)

    def compressed(self):
        """Dense, or sparse without zeros, whichever takes less memory, as Spark 4.1 reckons it."""
        count = sum(1 for value in self.values if value != 0)
        if 12 * count + 28 < 8 * self.size + 12:
            held = [(place, value) for place, value in self.items() if value != 0]
            return Vector(self.size, [place for place, _ in held], [value for _, value in held])
        return self if self.indices is None else Vector.dense(self.to_list())


def dense_dot(n, x, x_start, y, y_start):
    """The dot product of two dense vectors, in four sums as dev.ludovic.netlib adds them."""
    whole = n - n % 4
    sums = [0.0, 0.0, 0.0, 0.0]
    for i in range(0, whole, 4):
        for j in range(4):
            sums[j] = fma(x[x_start + i + j], y[y_start + i + j], sums[j])
    total = sums[0] + sums[1] + sums[2] + sums[3]
    for i in range(whole, n):
        total = fma(x[x_start + i], y[y_start + i], total)
    return total


def dot(vector, y, start=0):
    """The dot product of a vector and as many numbers from a place on."""
    if vector.indices is None:
        return dense_dot(vector.size, vector.values, 0, y, start)
    total = 0.0
    for place, value in zip(vector.indices, vector.values):
        total += value * y[start + place]
    return total


def multiply_by_column(rows, alpha, matrix, x, beta, y):
    """alpha * A * x + beta * y, of a matrix that lies column by column."""
    if x.indices is not None:
        result = []
        for row in range(rows):
            total = 0.0
            for place, value in zip(x.indices, x.values):
                total += value * matrix[place * rows + row]
            result.append(total * alpha + beta * y[row])
        return result
    y = [0.0] * rows if beta == 0 else [beta * v for v in y] if beta != 1 else list(y)
    whole = x.size - x.size % 4
    for column in range(0, whole, 4):
        factors = [alpha * x.values[column + j] for j in range(4)]
        for row in range(rows):
            total = y[row]
            for j in (3, 2, 1, 0):
                total = fma(factors[j], matrix[(column + j) * rows + row], total)
            y[row] = total
    for column in range(whole, x.size):
        factor = alpha * x.values[column]
        for row in range(rows):
            y[row] = fma(factor, matrix[column * rows + row], y[row])
    return y


def multiply_by_row(rows, alpha, matrix, x, beta, y):
    """alpha * A * x + beta * y, of a matrix that lies row by row."""
    result = []
    for row in range(rows):
        start, total = row * x.size, 0.0
        if x.indices is None:
            for i in range(x.size):
                total = fma(x.values[i], matrix[start + i], total)
            result.append(alpha * total if beta == 0 else alpha * total + beta * y[row])
        else:
            for place, value in zip(x.indices, x.values):
                total += value * matrix[start + place]
            result.append(total * alpha + beta * y[row])
    return result
