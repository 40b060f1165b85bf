"""Loads a model package with MLflow, both ways, and holds it against what Millrace scored.

    python check_mlflow.py PACKAGE SCORED

PACKAGE is the directory that `millrace models export` made, SCORED one of JSON lines that
`millrace score` wrote: the inputs of each row beside the predictions. Numbers have to be equal to
1e-12, everything else wholly, in all rows.
"""

import glob
import hashlib
import json
import math
import os
import sys
import time

TOLERANCE = 1e-12


def scored_rows(directory):
    rows = []
    for path in sorted(glob.glob(os.path.join(directory, "part-*"))):
        with open(path, encoding="utf-8") as lines:
            rows.extend(json.loads(line) for line in lines)
    return rows


def distance(expected, given):
    if isinstance(expected, list):
        given = list(given)
        if len(expected) != len(given):
            return math.inf
        return max(map(distance, expected, given), default=0.0)
    if isinstance(expected, float):
        return 0.0 if expected == given else abs(expected - given)
    return 0.0 if expected == given else math.inf


def compare(way, outputs, rows, predicted, started):
    if len(rows) != len(predicted):
        sys.exit(f"{way}: {len(predicted)} predictions for {len(rows)} rows")
    largest = 0.0
    for row, given in zip(rows, predicted):
        for name in outputs:
            far = distance(row.get(name), given[name])
            if not far <= TOLERANCE:
                sys.exit(f"{way}: {name} of {row} is {given[name]}")
            largest = max(largest, far)
    seconds = time.time() - started
    print(f"{way}: {len(rows)} rows, largest difference {largest}, {seconds:.1f} s")


def by_function(package, inputs, outputs, rows):
    import mlflow.pyfunc
    import pandas as pd

    started = time.time()
    model = mlflow.pyfunc.load_model(package)
    frame = pd.DataFrame([{name: row.get(name) for name in inputs} for row in rows])
    predicted = model.predict(frame).to_dict("records")
    compare("mlflow.pyfunc.load_model", outputs, rows, predicted, started)


def by_spark(package, inputs, outputs, rows):
    import mlflow.spark
    from pyspark.sql import SparkSession

    started = time.time()
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    model = mlflow.spark.load_model(package)
    schema = ", ".join(f"`{name}` {type_}" for name, type_ in inputs.items())
    values = [[row.get(name) for name in inputs] for row in rows]
    frame = model.transform(spark.createDataFrame(values, schema)).select(*outputs)
    predicted = [record.asDict() for record in frame.collect()]
    spark.stop()
    compare("mlflow.spark.load_model", outputs, rows, predicted, started)


def verify(package):
    """Python has to leave a package as it was: no file may have changed or come."""
    with open(os.path.join(package, "model.json"), encoding="utf-8") as file:
        listed = json.load(file)["files"]
    present = {}
    for directory, _, names in os.walk(package):
        for name in names:
            path = os.path.join(directory, name)
            with open(path, "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            present[os.path.relpath(path, package).replace(os.sep, "/")] = digest
    del present["model.json"]
    if listed != present:
        sys.exit(f"the package has changed: {set(listed.items()) ^ set(present.items())}")


def main(package, scored):
    with open(os.path.join(package, "model.json"), encoding="utf-8") as file:
        signature = json.load(file)["signature"]
    inputs = {column["name"]: column["type"] for column in signature["inputs"]}
    outputs = [column["name"] for column in signature["outputs"]]
    rows = scored_rows(scored)
    if not rows:
        sys.exit(f"{scored} holds no rows")
    by_function(package, inputs, outputs, rows)
    by_spark(package, inputs, outputs, rows)
    verify(package)


if __name__ == "__main__":
    main(*sys.argv[1:])
