package io.millrace.api;

import java.util.Locale;

/** The port that a stage implements; it decides where in a pipeline the stage may stand. */
public enum StageKind {
  INGESTOR("ingest"),
  COMBINER("combine"),
  SINK("sink"),
  SPLITTER("split"),
  TRANSFORMER("transform"),
  TRAINER("train"),
  EVALUATOR("evaluate"),
  DEPLOYER("deploy");

  private final String prefix;

  StageKind(String prefix) {
    this.prefix = prefix;
  }

  /** What the name of such a stage starts with, before the slash. */
  public String prefix() {
    return prefix;
  }

  /** As messages call it: {@code transformer}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
