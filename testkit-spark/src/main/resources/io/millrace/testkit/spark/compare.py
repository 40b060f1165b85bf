"""Runs the Python scorer over comparisons in files and tells how far it is from Java's.

    python3 compare.py SCORER CASES REPORT

SCORER is the directory (or zip) that holds millrace_scoring, CASES one with a directory for each
case, in which each comparison has scoring/ and rows.jsonl; REPORT is a file of JSON to be written.
It takes the standard library alone.
"""

import base64
import json
import math
import os
import struct
import sys
from decimal import Decimal


def decoded(type_, value):
    """A value as it lies in a row of the scorer."""
    from millrace_scoring.vectors import Vector

    kind = type_.kind
    if value is None:
        return None
    if kind in ("float", "double"):
        return float(value)
    if kind == "decimal":
        return Decimal(value)
    if kind == "binary":
        return base64.b64decode(value)
    if kind == "array":
        return [decoded(type_.element, each) for each in value]
    if kind == "struct":
        return [decoded(field, each) for each, (_, field) in zip(value, type_.fields)]
    if kind == "vector":
        return Vector(value["size"], value.get("indices"), [float(v) for v in value["values"]])
    return value


def same_bits(a, b):
    if isinstance(a, float) and isinstance(b, float):
        return struct.pack("<d", a) == struct.pack("<d", b) or (a != a and b != b)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same_bits, a, b))
    if hasattr(a, "indices") and hasattr(b, "indices"):
        same = a.size == b.size and a.indices == b.indices
        return same and same_bits(a.values, b.values)
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return a.as_tuple() == b.as_tuple()
    return type(a) is type(b) and a == b


def distance(a, b):
    """How far two values are from one another, of numbers above 1 in proportion to them."""
    if same_bits(a, b):
        return 0.0
    if isinstance(a, float) and isinstance(b, float):
        if math.isfinite(a) and math.isfinite(b):
            return abs(a - b) / max(1.0, abs(a), abs(b))
        return math.inf
    if hasattr(a, "indices") and hasattr(b, "indices"):
        alike = a.size == b.size and a.indices == b.indices
        return distance(a.values, b.values) if alike else math.inf
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return max(map(distance, a, b), default=0.0)
    return math.inf


class Report:
    def __init__(self, name):
        self.name = name
        self.comparisons = self.rows = self.values = self.equal = 0
        self.largest = 0.0
        self.first = None
        self.not_loaded = None

    def compare(self, what, expected, given):
        self.values += 1
        if same_bits(expected, given):
            self.equal += 1
            return
        far = distance(expected, given)
        if self.first is None or far > self.largest:
            self.first = f"{what}: Java {shown(expected)}, Python {shown(given)}"
        self.largest = max(self.largest, far)

    def json(self):
        made = dict(vars(self))
        made["largest"] = str(self.largest)
        return made


def shown(value):
    if hasattr(value, "indices"):
        return f"({value.size}, {value.indices}, {value.values})"
    return repr(value)


def run(directory, report):
    from millrace_scoring import NotLoadable, RowRefused
    from millrace_scoring.model import OPERATORS
    from millrace_scoring.program import Program

    report.comparisons += 1
    try:
        program = Program(os.path.join(directory, "scoring"), OPERATORS)
    except NotLoadable as e:
        report.not_loaded = str(e)
        return
    with open(os.path.join(directory, "rows.jsonl"), encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            inputs = [decoded(c.type, v) for c, v in zip(program.inputs, row["in"])]
            report.rows += 1
            try:
                outputs, reason = program.score(inputs)
            except RowRefused as e:
                report.compare(f"refused {row['in']}", row.get("refused", "taken"), str(e))
                continue
            if "out" not in row:
                given = reason if outputs is None else "taken"
                report.compare(f"{row['in']}", row.get("dropped", row.get("refused")), given)
                continue
            if outputs is None:
                report.compare(f"{row['in']}", "taken", reason)
                continue
            for column, expected, given in zip(program.outputs, row["out"], outputs):
                what = f"{column.name} of {row['in']}"
                report.compare(what, decoded(column.type, expected), given)


def main(scorer, cases, target):
    sys.dont_write_bytecode = True
    sys.path.insert(0, scorer)
    reports = []
    for name in sorted(os.listdir(cases)):
        report = Report(name)
        for comparison in sorted(os.listdir(os.path.join(cases, name))):
            run(os.path.join(cases, name, comparison), report)
        reports.append(report.json())
    with open(target, "w", encoding="utf-8") as file:
        json.dump(reports, file, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
