-- Trials of searches; options and metrics are JSON objects, in order.
CREATE TABLE run_trial (
  run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  search TEXT NOT NULL,
  number INTEGER NOT NULL,
  options TEXT NOT NULL,
  row_share DOUBLE PRECISION NOT NULL,
  metrics TEXT NOT NULL,
  PRIMARY KEY (run, search, number)
);

-- Files kept with a run, and their names in the artifact store.
CREATE TABLE run_artifact (
  run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  name TEXT NOT NULL,
  artifact TEXT NOT NULL,
  PRIMARY KEY (run, name)
);

-- Runs of a pipeline are listed by their start.
CREATE INDEX run_pipeline ON run (pipeline, started);

-- Runs are sorted by one metric.
CREATE INDEX run_metric_name ON run_metric (name, run, step);

-- The newest mention of a run is asked for with each metric.
CREATE INDEX run_metric_mention ON run_metric (run, mention);
