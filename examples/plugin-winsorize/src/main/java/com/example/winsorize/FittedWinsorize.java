package com.example.winsorize;

import static org.apache.spark.sql.functions.udf;

import io.millrace.api.FittedTransformer;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.scoring.StepDraft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Clips columns to limits that were learnt. */
record FittedWinsorize(Map<String, Limits> limits)
    implements FittedTransformer<Dataset<Row>>, ScoringExport<Dataset<Row>> {
  private static final String FILE = "limits.json";

  /** Reads back what {@link #save} wrote. */
  static FittedWinsorize load(StateDirectory state) {
    return StateJson.read(state, FILE, FittedWinsorize.class);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, Column> clipped = new LinkedHashMap<>();
    limits.forEach(
        (name, limit) ->
            clipped.put(name, clipped(Columns.col(name).cast(DataTypes.DoubleType), limit)));
    return Columns.with(frame, clipped);
  }

  /**
   * Spark's own functions could do this too, and faster. The lambda shows that a plugin's code may
   * run inside Spark's jobs: Millrace ships the jar to the executors.
   */
  private static Column clipped(Column value, Limits limit) {
    UDF1<Double, Double> clip = limit::clip;
    return udf(clip, DataTypes.DoubleType).apply(value);
  }

  /** One step for each column: its limits, and the name of the operator that knows what they mean. */
  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    StepDraft draft = new StepDraft(frame);
    limits.forEach(
        (name, limit) ->
            draft.add(
                ScoringStep.of(WinsorizeOperator.NAME)
                    .reading(draft.doubles(name))
                    .adding(name, Simple.DOUBLE)
                    .withArray("limits", new double[] {limit.lower(), limit.upper()})));
    return draft.steps();
  }

  @Override
  public void save(StateDirectory state) {
    StateJson.write(state, FILE, this);
  }
}
