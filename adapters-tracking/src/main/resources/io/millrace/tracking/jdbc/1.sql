-- Times are nanoseconds since 1970-01-01T00:00:00Z: exact, and in their order.
-- Only what SQLite and PostgreSQL both understand.

CREATE TABLE run (
  run TEXT NOT NULL PRIMARY KEY,
  pipeline TEXT NOT NULL,
  started BIGINT NOT NULL,
  status TEXT NOT NULL,
  ended BIGINT,
  message TEXT NOT NULL
);

CREATE INDEX run_started ON run (started);

CREATE TABLE run_param (
  run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, name)
);

CREATE TABLE run_tag (
  run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, name)
);

CREATE TABLE run_document (
  run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, name)
);

CREATE TABLE run_stage (
  run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  position INTEGER NOT NULL,
  factory TEXT NOT NULL,
  status TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  data_version TEXT NOT NULL,
  seconds DOUBLE PRECISION NOT NULL,
  row_count BIGINT NOT NULL,
  bytes_read BIGINT NOT NULL,
  bytes_written BIGINT NOT NULL,
  shuffle_bytes BIGINT NOT NULL,
  spilled_bytes BIGINT NOT NULL,
  peak_memory_bytes BIGINT NOT NULL,
  jobs INTEGER NOT NULL,
  tasks INTEGER NOT NULL,
  facts TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (run, stage)
);

-- A value that is NULL is no number (NaN), which SQLite can't store.
CREATE TABLE run_metric (
  run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
  name TEXT NOT NULL,
  step BIGINT NOT NULL,
  value DOUBLE PRECISION,
  mention BIGINT NOT NULL,
  PRIMARY KEY (run, name, step)
);

CREATE TABLE model_version (
  model TEXT NOT NULL,
  version INTEGER NOT NULL,
  artifact TEXT NOT NULL,
  package_hash TEXT NOT NULL,
  run TEXT NOT NULL,
  registered BIGINT NOT NULL,
  metrics TEXT NOT NULL,
  tags TEXT NOT NULL,
  effect TEXT NOT NULL UNIQUE,
  PRIMARY KEY (model, version)
);

CREATE TABLE model_alias (
  model TEXT NOT NULL,
  alias TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (model, alias),
  FOREIGN KEY (model, version) REFERENCES model_version (model, version)
);

CREATE TABLE alias_move (
  model TEXT NOT NULL,
  number INTEGER NOT NULL,
  alias TEXT NOT NULL,
  from_version INTEGER NOT NULL,
  to_version INTEGER NOT NULL,
  who TEXT NOT NULL,
  moved BIGINT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (model, number)
);

CREATE TABLE kept_output (
  fingerprint TEXT NOT NULL PRIMARY KEY,
  stage TEXT NOT NULL,
  run TEXT NOT NULL,
  kept BIGINT NOT NULL,
  artifact TEXT NOT NULL,
  facts TEXT NOT NULL
);

-- A receipt that is NULL belongs to an effect that was only intended.
CREATE TABLE effect (
  run TEXT NOT NULL,
  stage TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  receipt TEXT,
  PRIMARY KEY (run, stage, fingerprint)
);

CREATE TABLE lease (
  run TEXT NOT NULL PRIMARY KEY,
  host TEXT NOT NULL,
  pid BIGINT NOT NULL,
  process_start BIGINT NOT NULL,
  heartbeat BIGINT NOT NULL
);
