package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.millrace.api.FittedTransformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.scoring.ColumnSteps;
import io.millrace.spark.scoring.StepDraft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;

/** The numbers of values, by column. */
record FittedStringIndex(ColumnPairs pairs, HandleInvalid handleInvalid, State state)
    implements FittedTransformer<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
  static final String FILE = "string-index.json";

  /** Marks a row to be dropped; no index is negative. */
  private static final double DROPPED = -1;

  /**
   * What was learnt.
   *
   * @param labels for each column, the values in the order of their indices
   */
  record State(List<List<String>> labels) {}

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, Column> columns = new LinkedHashMap<>();
    int i = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      List<String> labels = state.labels().get(i++);
      Column index =
          udf(indexer(pair.getKey(), labels, handleInvalid), DataTypes.DoubleType)
              .asNonNullable()
              .apply(Columns.col(pair.getKey()).cast("string"));
      columns.put(pair.getValue(), index.as(pair.getValue(), metadata(pair.getValue(), labels)));
    }
    Dataset<Row> indexed = Columns.with(frame, columns);
    return handleInvalid == HandleInvalid.SKIP ? withoutDropped(indexed) : indexed;
  }

  private Dataset<Row> withoutDropped(Dataset<Row> indexed) {
    Column kept = lit(true);
    for (String output : pairs.outputs().values()) {
      kept = kept.and(Columns.col(output).geq(0.0));
    }
    return indexed.where(kept);
  }

  private static UDF1<String, Double> indexer(
      String column, List<String> labels, HandleInvalid handleInvalid) {
    Map<String, Double> indices = new HashMap<>();
    labels.forEach(label -> indices.put(label, (double) indices.size()));
    double invalid = handleInvalid == HandleInvalid.KEEP ? labels.size() : DROPPED;
    return value -> {
      Double index = indices.get(value);
      if (index != null) {
        return index;
      }
      if (handleInvalid == HandleInvalid.ERROR) {
        throw unseen(column, value);
      }
      return invalid;
    };
  }

  private static MillraceException unseen(
      String column, @org.jspecify.annotations.Nullable String value) {
    return new MillraceException(
        StandardError.UNSEEN_VALUE,
        refusal(column)
            .formatted(value == null ? "null" : "'" + value + "', which no training row does"));
  }

  private static String refusal(String column) {
    return "The column '%s' holds %%s: set handleInvalid of transform/string-index to keep or skip."
        .formatted(column.replace("%", "%%"));
  }

  private Metadata metadata(String output, List<String> labels) {
    List<String> values = new ArrayList<>(labels);
    if (handleInvalid == HandleInvalid.KEEP) {
      // The name that Spark ML gives it.
      values.add("__unknown");
    }
    return NominalAttribute.defaultAttr()
        .withName(output)
        .withValues(values.toArray(String[]::new))
        .toMetadata();
  }

  @Override
  public void save(StateDirectory directory) {
    StateJson.write(directory, FILE, state);
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    StepDraft draft = new StepDraft(frame);
    String invalid = handleInvalid.name().toLowerCase(Locale.ROOT);
    int i = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      draft.add(
          ColumnSteps.index(
              draft.texts(pair.getKey()),
              pair.getValue(),
              state.labels().get(i++),
              invalid,
              refusal(pair.getKey())));
    }
    draft.sideBySide();
    if (handleInvalid == HandleInvalid.SKIP) {
      draft.dropNulls(List.copyOf(pairs.outputs().values()), ColumnSteps.UNSEEN);
    }
    return draft.steps();
  }

  @Override
  public List<Transformer> sparkMl() {
    String[][] labels =
        state.labels().stream().map(l -> l.toArray(String[]::new)).toArray(String[][]::new);
    return List.of(
        new StringIndexerModel(labels)
            .setInputCols(pairs.inputArray())
            .setOutputCols(pairs.outputArray())
            .setHandleInvalid(handleInvalid.name().toLowerCase(Locale.ROOT)));
  }
}
