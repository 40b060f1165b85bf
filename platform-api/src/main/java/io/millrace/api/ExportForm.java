package io.millrace.api;

import java.util.Locale;

/** The forms in which a stage can leave the platform. */
public enum ExportForm {
  /** A portable scoring step, run without Spark. */
  SCORING,
  /** A stock {@code org.apache.spark.ml} transformer, which Python can load. */
  SPARK_ML;

  /** As plans and docs write it: {@code scoring}, {@code spark-ml}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
