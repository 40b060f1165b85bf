package io.millrace.stages.evaluate;

import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Two hundred predictions of each kind, from a sequence that any language makes alike. */
record JudgedRows(SparkTestFrames frames) {
  private static final int ROWS = 200;
  private static final double[] U = sequence();
  static final List<String> NO_YES = List.of("No", "Yes");

  private static double[] sequence() {
    double[] sequence = new double[4 * ROWS];
    long x = 1;
    for (int i = 0; i < sequence.length; i++) {
      x = (x * 1103515245 + 12345) % 2147483648L;
      sequence[i] = x / 2147483648.0;
    }
    return sequence;
  }

  Predictions<Dataset<Row>> predictions(
      LogicalType label,
      List<String> classes,
      List<? extends List<? extends @Nullable Object>> rows,
      boolean weighted) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.nullable("label", label));
    columns.add(Column.nullable(Model.PREDICTION, label));
    if (!classes.isEmpty()) {
      columns.add(Column.nullable(Model.PROBABILITY, new VectorOf(classes.size())));
    }
    columns.add(Column.nullable("weight", Simple.DOUBLE));
    columns.add(Column.nullable("the kind", Simple.STRING));
    columns.add(Column.nullable("id", Simple.INT));
    Dataset<Row> frame = frames.frame(Schema.of(columns), rows).repartition(3);
    return new Predictions<>(frame, "label", weighted ? "weight" : null, classes);
  }

  Predictions<Dataset<Row>> binary(boolean weighted) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double score = Math.rint(U[4 * i] * 20) / 20;
      String label = U[4 * i + 1] < 0.2 + 0.6 * score ? "Yes" : "No";
      rows.add(
          List.of(
              label,
              score > 0.5 ? "Yes" : "No",
              List.of(1 - score, score),
              0.5 + i % 4,
              "k" + i % 3,
              i));
    }
    return predictions(Simple.STRING, NO_YES, rows, weighted);
  }

  Predictions<Dataset<Row>> numbers(boolean weighted) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double label = 1e6 + 10 * U[4 * i];
      rows.add(List.of(label, label + U[4 * i + 1] - 0.4, 0.5 + i % 4, "k" + i % 3, i));
    }
    return predictions(Simple.DOUBLE, List.of(), rows, weighted);
  }

  Predictions<Dataset<Row>> threeClasses() {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double[] p = {U[4 * i] + 0.1, U[4 * i + 1] + 0.1, U[4 * i + 2] + 0.1};
      double sum = p[0] + p[1] + p[2];
      int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
      int label = i % 3 == 0 ? best : (int) (3 * U[4 * i + 3]);
      List<Double> probability = List.of(p[0] / sum, p[1] / sum, p[2] / sum);
      rows.add(List.of(10 * label, 10 * best, probability, 0.5 + i % 4, "k" + i % 3, i));
    }
    return predictions(Simple.INT, List.of("0", "10", "20"), rows, true);
  }

  /** Scores that are partly those of {@link #binary}; rows come with other columns beside them. */
  Predictions<Dataset<Row>> challenger() {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double own = Math.rint(U[4 * i] * 20) / 20;
      double score = Math.rint((0.7 * U[4 * i] + 0.3 * U[4 * i + 2]) * 20) / 20;
      String label = U[4 * i + 1] < 0.2 + 0.6 * own ? "Yes" : "No";
      String predicted = score > 0.5 ? "Yes" : "No";
      rows.add(List.of(label, predicted, List.of(1 - score, score), 7.0, "other", i));
    }
    return predictions(Simple.STRING, NO_YES, rows, false);
  }
}
