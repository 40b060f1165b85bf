-- Files that lie in the database itself: on PostgreSQL, where no directory is seen by all.
CREATE TABLE stored_file (
  artifact TEXT NOT NULL,
  path TEXT NOT NULL,
  size BIGINT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (artifact, path)
);

CREATE TABLE stored_chunk (
  artifact TEXT NOT NULL,
  path TEXT NOT NULL,
  number INTEGER NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (artifact, path, number)
);

-- What is kept, and what was done, is so in one home: a table or a directory of another one is not
-- seen here. The embedded database, which belongs to its home, has no name for it.
CREATE TABLE kept_output_2 (
  fingerprint TEXT NOT NULL,
  home TEXT NOT NULL,
  stage TEXT NOT NULL,
  run TEXT NOT NULL,
  kept BIGINT NOT NULL,
  artifact TEXT NOT NULL,
  facts TEXT NOT NULL,
  PRIMARY KEY (fingerprint, home)
);

INSERT INTO kept_output_2 (fingerprint, home, stage, run, kept, artifact, facts)
SELECT fingerprint, '', stage, run, kept, artifact, facts FROM kept_output;

DROP TABLE kept_output;

ALTER TABLE kept_output_2 RENAME TO kept_output;

CREATE TABLE effect_2 (
  run TEXT NOT NULL,
  stage TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  home TEXT NOT NULL,
  receipt TEXT,
  PRIMARY KEY (run, stage, fingerprint, home)
);

INSERT INTO effect_2 (run, stage, fingerprint, home, receipt)
SELECT run, stage, fingerprint, '', receipt FROM effect;

DROP TABLE effect;

ALTER TABLE effect_2 RENAME TO effect;
