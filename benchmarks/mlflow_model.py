"""Saves, for MLflow's own scoring server, the same steps as serving.yaml's in scikit-learn.

Called by `benchmarks/run http --mlflow VENV` with the directory of the model.
"""

import sys

import mlflow.sklearn
import numpy
import pandas
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

ROWS = 20_000

random = numpy.random.default_rng(42)
calls = random.integers(0, 9, ROWS)
rows = pandas.DataFrame(
    {
        "age": numpy.where(random.random(ROWS) < 0.05, numpy.nan, random.integers(18, 78, ROWS)),
        "monthly": numpy.where(random.random(ROWS) < 0.03, numpy.nan, random.integers(0, 9000, ROWS) / 100),
        "calls": calls.astype(float),
        "plan": random.choice(["basic", "plus", "pro", "team"], ROWS),
        "region": random.choice([f"region-{i}" for i in range(40)], ROWS),
    }
)
churn = calls + random.integers(0, 8, ROWS) > 8
numbers = ["age", "monthly", "calls"]
model = make_pipeline(
    ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
            ("categories", OneHotEncoder(handle_unknown="ignore"), ["plan", "region"]),
        ]
    ),
    LogisticRegression(max_iter=200),
)
model.fit(rows, churn)
# Its newer format refuses some of numpy's types.
mlflow.sklearn.save_model(model, sys.argv[1], serialization_format="cloudpickle")
