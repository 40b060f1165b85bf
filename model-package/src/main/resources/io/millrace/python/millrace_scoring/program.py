"""Reads the files of scoring/ and makes their steps ready to run."""

import array
import json
import os
import sys

from . import types
from .errors import NotLoadable

FORMAT_VERSION = 1
_DROPPING = ("filter", "drop-null")
_ARRAY_CODES = {"double": ("d", 8), "float": ("f", 4), "long": ("q", 8), "int": ("i", 4),
                "byte": ("b", 1)}


class Column:
    """A column and the slot of a row in which it lies."""

    def __init__(self, name, type_, nullable, slot):
        self.name = name
        self.type = type_
        self.nullable = nullable
        self.slot = slot


class Step:
    """A step of a program: its columns and parameters; remembers which were asked for."""

    def __init__(self, node, inputs, outputs, arrays):
        self.operator = node["operator"]
        self.inputs = inputs
        self.outputs = outputs
        self._params = node["params"]
        self._places = node["arrays"]
        self._arrays = arrays
        self._asked = set()

    @property
    def source(self):
        """The slot of the first input."""
        return self.inputs[0].slot

    @property
    def target(self):
        """The slot of the first output."""
        return self.outputs[0].slot

    def has(self, name):
        return name in self._params or name in self._places

    def json(self, name):
        self._asked.add(name)
        if name not in self._params:
            raise NotLoadable(f"The scoring operator '{self.operator}' lacks its parameter '{name}'.")
        return self._params[name]

    def text(self, name):
        return self._typed(name, str)

    def flag(self, name):
        return self._typed(name, bool)

    def count(self, name):
        value = self._typed(name, int)
        if isinstance(value, bool):
            raise self._wrong(name, value)
        return value

    def texts(self, name):
        return self._typed(name, list)

    def array(self, name):
        """A list of the numbers of an array."""
        self._asked.add(name)
        if name not in self._places:
            raise NotLoadable(f"The scoring operator '{self.operator}' lacks its parameter '{name}'.")
        return self._arrays.read(self._places[name])

    def first(self, name):
        """The first number of an array, which holds one."""
        return self.array(name)[0]

    def choice(self, name, *choices):
        """A text that is one of some."""
        value = self.text(name)
        if value not in choices:
            raise NotLoadable(
                f"The scoring operator '{self.operator}' does not know {value!r} for its parameter"
                f" '{name}': use a newer scorer."
            )
        return value

    def require_all_asked(self):
        """Refuses a step of which something was never asked for: it would be ignored."""
        for name in [*self._params, *self._places]:
            if name not in self._asked:
                raise NotLoadable(
                    f"The scoring operator '{self.operator}' does not know the parameter '{name}':"
                    " use a newer scorer."
                )

    def _typed(self, name, kind):
        value = self.json(name)
        if not isinstance(value, kind):
            raise self._wrong(name, value)
        return value

    def _wrong(self, name, value):
        return NotLoadable(
            f"The scoring operator '{self.operator}' can't use its parameter '{name}', which is"
            f" {json.dumps(value)[:40]}."
        )


class _Arrays:
    def __init__(self, content):
        self._content = content

    def read(self, place):
        code, width = _ARRAY_CODES[place["type"]]
        start = place["offset"]
        end = start + place["length"] * width
        if start < 0 or end < start or end > len(self._content):
            raise NotLoadable("An array lies outside of arrays.bin.")
        numbers = array.array(code)
        numbers.frombytes(self._content[start:end])
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tolist()


class Program:
    """A program that is ready to run.

    Attributes:
        inputs: the columns that it takes; the slot of each is its place.
        outputs: the columns that it gives.
        can_drop: whether a step may leave a row out.
    """

    def __init__(self, directory, operators):
        root = _read_json(os.path.join(directory, "program.json"))
        if root.get("formatVersion", 0) > FORMAT_VERSION:
            raise NotLoadable(
                f"{directory} has format {root['formatVersion']}, and this scorer reads up to"
                f" {FORMAT_VERSION}: use a newer one."
            )
        with open(os.path.join(directory, "arrays.bin"), "rb") as file:
            self._arrays = _Arrays(file.read())
        self._operators = operators
        self._columns = {}
        self._slots = 0
        try:
            self.inputs = [self._add(node) for node in root["inputs"]]
            nodes = _needed(root["steps"], root["outputs"])
            self._works = [self._prepared(node) for node in nodes]
            self.outputs = [self._find(name, "the outputs") for name in root["outputs"]]
        except KeyError as e:
            raise NotLoadable(f"{directory} can't be read: {e} is missing.") from e
        self.can_drop = any(node["operator"] in _DROPPING for node in nodes)

    def score(self, values):
        """Puts the values of the inputs through all steps.

        Returns:
            The values of the outputs and None; or None and why a step leaves the row out.

        Raises:
            RowRefused: the row holds what a step fails on.
        """
        row = [None] * self._slots
        row[: len(values)] = values
        for work in self._works:
            reason = work(row)
            if reason is not None:
                return None, reason
        return [row[column.slot] for column in self.outputs], None

    def _prepared(self, node):
        name = node["operator"]
        where = f"the step '{name}'"
        inputs = [self._find(column, where) for column in node["inputs"]]
        outputs = [self._add(column) for column in node["outputs"]]
        prepare = self._operators.get(name)
        if prepare is None:
            raise NotLoadable(
                f"There is no scoring operator '{name}' in Python: use a newer scorer; operators of"
                " plugins run in Java alone."
            )
        step = Step(node, inputs, outputs, self._arrays)
        work = prepare(step)
        step.require_all_asked()
        return work

    def _add(self, node):
        column = Column(node["name"], types.parse(node["type"]), node["nullable"], self._slots)
        self._slots += 1
        self._columns[column.name] = column
        return column

    def _find(self, name, where):
        if name not in self._columns:
            raise NotLoadable(f"No column '{name}' is there for {where}.")
        return self._columns[name]


def _needed(steps, outputs):
    """The steps without those that set only columns that nobody reads; what may drop rows stays."""
    read, needed = set(outputs), []
    for step in reversed(steps):
        names = {column["name"] for column in step["outputs"]}
        if not names or names & read:
            read = (read - names) | set(step["inputs"])
            needed.insert(0, step)
    return needed


def _read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)
