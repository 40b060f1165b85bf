-- What a run did: until now, it ran a pipeline.
ALTER TABLE run ADD COLUMN kind TEXT NOT NULL DEFAULT 'pipeline';

-- Runs of a kind, and those of a pipeline, are listed by their start.
CREATE INDEX run_kind ON run (kind, started, run);

CREATE INDEX run_kind_pipeline ON run (kind, pipeline, started, run);

-- What a run read and wrote. Names may be longer than an index takes, so hashes stand for them:
-- "asset" for direction, kind and name, "edge" for these and the version.
CREATE TABLE run_link (
  run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  edge TEXT NOT NULL,
  asset TEXT NOT NULL,
  direction TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (run, edge)
);

CREATE INDEX run_link_asset ON run_link (asset, run);

CREATE INDEX run_link_edge ON run_link (edge, run);
