"""A program with its columns: rows of Python values in, rows of Python values out."""

import os

from . import clusters, expression, features, models, recommend, topics, trees, values, words
from .errors import RowRefused
from .program import Program

OPERATORS = {}
for _module in (clusters, expression, features, models, recommend, topics, trees, words):
    OPERATORS.update(_module.OPERATORS)

DROPPED = "dropped"


class Model:
    """What a package predicts. Threads may share it.

    Attributes:
        inputs: the columns that it takes, each with a name, a type and nullable.
        outputs: the columns that it gives, the same.
        can_drop: whether a step may leave rows out; then rows have a `dropped`.
    """

    def __init__(self, program):
        self._program = program
        self.inputs = program.inputs
        self.outputs = program.outputs
        self.can_drop = program.can_drop
        self._read = [values.reader(column) for column in program.inputs]
        self._written = [values.writer(column.type) for column in program.outputs]

    def predict_row(self, row):
        """Predicts a row, a mapping by column.

        Of a row that a step leaves out all outputs are None, and `dropped` tells why; of others
        `dropped` is None. Models without such steps have no `dropped`.

        Raises:
            ValueError: a column is missing, or holds what it can't hold.
            RowRefused: the row holds what a step fails on.
        """
        inputs = []
        for column, read in zip(self.inputs, self._read):
            if column.name not in row:
                raise ValueError(f"The column '{column.name}' is missing.")
            inputs.append(read(row[column.name]))
        scored, reason = self._program.score(inputs)
        if scored is None:
            scored = [None] * len(self.outputs)
        made = {
            column.name: None if value is None else write(value)
            for column, write, value in zip(self.outputs, self._written, scored)
        }
        if self.can_drop:
            made[DROPPED] = reason
        return made

    def predict_rows(self, rows):
        """Predicts rows; a message of what is refused names the row, counted from 0."""
        made = []
        for i, row in enumerate(rows):
            try:
                made.append(self.predict_row(row))
            except RowRefused as e:
                raise RowRefused(f"Row {i} is refused: {e}", e.code) from e
            except ValueError as e:
                raise ValueError(f"Row {i}: {e}") from e
        return made


def load(path):
    """The model of a package, or of its scoring/ alone.

    Raises:
        NotLoadable: it holds what this scorer does not know, or can't do as Java does.
    """
    inner = os.path.join(path, "scoring")
    return Model(Program(inner if os.path.isdir(inner) else path, OPERATORS))
