"""Reads with MLflow's own client what a run of Millrace logged, loads its model and predicts.

    python check_tracking.py SERVER RUN MODEL ALIAS SCORED

SERVER is the tracking server, RUN the run as `millrace run --output json` named it, SCORED the
directory of JSON lines that `millrace score MODEL@ALIAS` wrote: inputs beside predictions. Params,
metrics with steps, nested runs, inputs, artifacts, signature, input example and predictions have to
be there and equal.
"""

import glob
import json
import math
import os
import sys

import mlflow
import pandas as pd

TOLERANCE = 1e-12


def require(holds, what):
    if not holds:
        sys.exit(f"check_tracking: {what}")


def find_run(client, name):
    experiments = [e.experiment_id for e in client.search_experiments()]
    runs = client.search_runs(experiments, f"tags.`millrace.run` = '{name}'")
    require(len(runs) == 1, f"{len(runs)} runs are named {name}")
    return runs[0]


def check_run(client, run):
    require(run.info.status == "FINISHED", f"status {run.info.status}")
    require(run.info.end_time >= run.info.start_time > 0, "the times of start and end")
    require(run.data.params, "params")
    require(run.data.tags["mlflow.source.name"], "the tag mlflow.source.name")
    require(run.data.metrics, "metrics")
    for name, value in run.data.metrics.items():
        history = client.get_metric_history(run.info.run_id, name)
        require(history and history[-1].value == value, f"the history of {name}")
        require([point.step for point in history] == [0], f"the steps of {name}")


def check_trials(client, run):
    parent = f"tags.`mlflow.parentRunId` = '{run.info.run_id}'"
    trials = client.search_runs([run.info.experiment_id], parent)
    require(len(trials) > 1, "trials as nested runs")
    names = {trial.info.run_name for trial in trials}
    require(len(names) == len(trials), "each trial once")
    for trial in trials:
        require(trial.info.status == "FINISHED", f"status of {trial.info.run_name}")
        require(trial.data.params and trial.data.metrics, f"values of {trial.info.run_name}")
    return len(trials)


def check_inputs(run):
    inputs = [i.dataset for i in run.inputs.dataset_inputs]
    require(inputs, "inputs")
    for dataset in inputs:
        require(dataset.name and dataset.digest, "an input's name and digest")
        require(json.loads(dataset.source), "an input's source")


def check_artifacts(client, run):
    def files(path=None):
        for item in client.list_artifacts(run.info.run_id, path):
            if item.is_dir:
                yield from files(item.path)
            else:
                yield item

    found = {item.path: item.file_size for item in files()}
    for path in ("millrace/documents/file", "millrace/documents/resolved"):
        require(found.get(path), f"the artifact {path}")
    local = mlflow.artifacts.download_artifacts(
        run_id=run.info.run_id, artifact_path="millrace/documents/resolved"
    )
    with open(local, encoding="utf-8") as file:
        require(json.load(file)["stages"], "the stages of the resolved file")
    return len(found)


def distance(expected, given):
    if isinstance(expected, list):
        pairs = zip(expected, list(given), strict=True)
        return max((distance(e, g) for e, g in pairs), default=0.0)
    if isinstance(expected, float):
        return 0.0 if expected == given else abs(expected - given)
    return 0.0 if expected == given else math.inf


def check_model(client, run, name, alias, scored):
    version = client.get_model_version_by_alias(name, alias)
    require(version.run_id == run.info.run_id, "the version's run")
    logged = client.get_logged_model(version.source.removeprefix("models:/"))
    require(str(logged.status) == "READY", f"the logged model is {logged.status}")
    outputs = [output.model_id for output in run.outputs.model_outputs]
    require(outputs == [logged.model_id], "the run's outputs")

    uri = f"models:/{name}@{alias}"
    info = mlflow.models.get_model_info(uri)
    require(info.signature.inputs and info.signature.outputs, "the signature")
    model = mlflow.pyfunc.load_model(uri)
    require(len(model.input_example) > 0, "the input example")
    require(len(model.predict(model.input_example)) > 0, "predictions of the input example")

    rows = []
    for path in sorted(glob.glob(os.path.join(scored, "part-*"))):
        with open(path, encoding="utf-8") as lines:
            rows.extend(json.loads(line) for line in lines)
    require(rows, f"rows in {scored}")
    inputs = info.signature.inputs.input_names()
    frame = pd.DataFrame([{column: row.get(column) for column in inputs} for row in rows])
    names = info.signature.outputs.input_names()
    largest = 0.0
    for row, given in zip(rows, model.predict(frame).to_dict("records"), strict=True):
        for column in names:
            far = distance(row.get(column), given[column])
            require(far <= TOLERANCE, f"{column} of {row} is {given[column]}")
            largest = max(largest, far)
    return len(rows), largest


def main(server, run_name, name, alias, scored):
    mlflow.set_tracking_uri(server)
    client = mlflow.MlflowClient()
    run = find_run(client, run_name)
    check_run(client, run)
    trials = check_trials(client, run)
    check_inputs(run)
    files = check_artifacts(client, run)
    rows, largest = check_model(client, run, name, alias, scored)
    print(
        f"{run_name}: {len(run.data.metrics)} metrics, {trials} trials, {files} artifacts;"
        f" models:/{name}@{alias}: {rows} rows, largest difference {largest}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
