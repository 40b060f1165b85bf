"""DataFrames for MLflow."""

import pandas as pd

from .model import DROPPED


class FrameModel:
    """What MLflow's pyfunc calls: a DataFrame in, a DataFrame of all outputs out.

    In a frame, what pandas calls missing (None, NaN, NaT, NA) is null. A NaN that shall be one is
    written "NaN"; or rows are given to millrace_scoring itself, which tells both apart.
    """

    def __init__(self, model):
        self.model = model

    def predict(self, model_input, params=None):
        """Predicts a frame; params are not known, and passed over as by MLflow itself."""
        frame = model_input if isinstance(model_input, pd.DataFrame) else pd.DataFrame(model_input)
        missing = [c.name for c in self.model.inputs if c.name not in frame.columns]
        if missing:
            raise ValueError(
                "The frame lacks the columns "
                + ", ".join(f"'{name}'" for name in missing)
                + "; it has "
                + ", ".join(f"'{name}'" for name in frame.columns)
                + "."
            )
        names = [column.name for column in self.model.inputs]
        columns = [_cells(frame[name]) for name in names]
        rows = (dict(zip(names, cells)) for cells in zip(*columns))
        made = self.model.predict_rows(rows if names else ({} for _ in range(len(frame))))
        outputs = [column.name for column in self.model.outputs]
        outputs += [DROPPED] if self.model.can_drop else []
        return pd.DataFrame(
            {name: _series([row[name] for row in made], frame.index) for name in outputs}
        )


def _cells(series):
    return [None if _is_missing(value) else value for value in series.tolist()]


def _is_missing(value):
    return value is None or value is pd.NA or value is pd.NaT or value != value


def _series(values, index):
    """Texts, lists and mixtures as objects, so that None stays None."""
    plain = all(isinstance(value, (bool, int, float)) for value in values) and values
    return pd.Series(values, index=index, dtype=None if plain else object)
