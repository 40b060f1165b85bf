"""Scores rows with the portable form of a Millrace model package, in plain Python.

    import millrace_scoring

    model = millrace_scoring.load("/path/to/package")
    model.predict_rows([{"city": "Oslo", "size": 1.5}])

MLflow calls it through mlflow.pyfunc.load_model, which hands DataFrames over. It takes Python
from 3.9 on and its standard library. What it gives equals what the Java server gives, numbers to
1e-12; what it can't do so, it refuses when a package is loaded.
"""

from .errors import NotLoadable, RowRefused
from .model import Model, load


def _load_pyfunc(path):
    """What MLflow calls with the package's scoring/."""
    from .frames import FrameModel

    return FrameModel(load(path))


__all__ = ["Model", "NotLoadable", "RowRefused", "load"]
