package io.millrace.stages.train.anomaly;

import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Model;
import io.millrace.api.StageContext;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.LabelClasses;
import io.millrace.spark.api.RowHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * Grows an isolation forest: one pass draws the rows of all trees, which then grow side by side.
 */
final class IsolationForestTrainer implements Trainer<Dataset<Row>>, Exportable {
  /** Rows that are all alike have a score of one half, within rounding, and are no anomalies. */
  private static final double AUTHORS_THRESHOLD = 0.5 + 1e-9;

  private final IsolationForestOptions options;

  IsolationForestTrainer(IsolationForestOptions options) {
    this.options = options;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    String features = options.features();
    input
        .column(features)
        .filter(column -> !(column.type() instanceof VectorOf))
        .ifPresent(
            column ->
                problems.report(
                    "features",
                    StandardError.COLUMN_TYPE,
                    "column '%s' of type %s is no vector: make one with transform/assemble"
                        .formatted(features, column.type().text())));
    String label = options.label();
    if (label != null && input.isKnown() && !input.has(label)) {
      problems.report(
          "label", StandardError.UNKNOWN_COLUMN, "there is no column '%s'".formatted(label));
    }
    LogicalType predicted =
        label == null
            ? Simple.INT
            : input.column(label).map(io.millrace.api.schema.Column::type).orElse(Simple.STRING);
    return AnomalyModel.added(predicted).addedTo(input, problems);
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(List.of(options.features()));
  }

  @Override
  public Set<ExportForm> exportForms() {
    return EnumSet.of(ExportForm.SCORING);
  }

  @Override
  public Optional<String> label() {
    return Optional.ofNullable(options.label());
  }

  @Override
  public Optional<String> weight() {
    return Optional.empty();
  }

  /** The label's classes, the trees' rows, and the scores that the threshold follows from. */
  @Override
  public Passes passes() {
    return new Passes(
        1 + (options.label() == null ? 0 : 1) + (options.contamination() == null ? 0 : 1), false);
  }

  @Override
  public Model<Dataset<Row>> train(
      TrainingData<Dataset<Row>> data, StageContext<Dataset<Row>> context) {
    context.checkCancelled();
    LabelClasses classes = classes(data.train());
    IsolationForest forest = forest(data.train(), context);
    double threshold = threshold(data.train(), forest);
    context.fact("threshold", String.format(Locale.ROOT, "%.4f", threshold));
    return new AnomalyModel(options.features(), forest, threshold, classes);
  }

  private @Nullable LabelClasses classes(Dataset<Row> train) {
    String label = options.label();
    if (label == null) {
      return null;
    }
    LabelClasses classes = LabelClasses.in(train, label);
    if (classes.names().size() != 2) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' has %d classes, and anomalies are told from one other: leave it out, or name a column of two."
              .formatted(label, classes.names().size()));
    }
    return classes;
  }

  private IsolationForest forest(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    TreeSamples samples = new TreeSamples(options.numTrees(), options.maxSamples(), context.seed());
    MapPartitionsFunction<Row, Row> draw = samples::draw;
    MapPartitionsFunction<Row, Row> grow = samples::grow;
    int tasks =
        Math.min(options.numTrees(), train.sparkSession().sparkContext().defaultParallelism());
    List<Row> grown =
        distinct(train, context.seed())
            .mapPartitions(draw, Encoders.row(TreeSamples.DRAWN))
            .repartition(tasks, Columns.col("tree"))
            .sortWithinPartitions(Columns.col("tree"), Columns.col("rank"))
            .mapPartitions(grow, Encoders.row(TreeSamples.GROWN))
            .collectAsList();
    return forest(grown, context);
  }

  private Dataset<Row> distinct(Dataset<Row> train, long seed) {
    return train
        .select(
            Columns.col(options.features()).as("features"),
            RowHash.uniform(train.schema(), List.of(options.features()), seed).as("hash"))
        .groupBy(Columns.col("hash"))
        .agg(
            functions.first(Columns.col("features")).as("features"),
            functions.count(functions.lit(1)).as("times"))
        .select(Columns.cols(List.of("features", "hash", "times")));
  }

  private IsolationForest forest(List<Row> grown, StageContext<Dataset<Row>> context) {
    double all = 0;
    double bad = 0;
    List<Row> trees = new ArrayList<>(grown);
    trees.sort(Comparator.comparingInt(row -> row.getInt(0)));
    while (!trees.isEmpty() && trees.get(0).getInt(0) == TreeSamples.COUNTS) {
      List<Double> counts = trees.remove(0).getList(1);
      all += counts.get(0);
      bad += counts.get(1);
    }
    refuse(all, bad, trees);
    context.rows((long) all);
    List<Double> first = trees.get(0).getList(1);
    List<IsolationTree> made = trees.stream().map(IsolationForestTrainer::tree).toList();
    return new IsolationForest(made, first.get(0).intValue(), first.get(1).intValue());
  }

  private void refuse(double all, double bad, List<Row> trees) {
    if (all == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT,
          "There are no training rows to find anomalies in by '%s'.".formatted(options.features()));
    }
    if (bad > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The column '%s' holds nulls or values that are no finite numbers in %.0f of %.0f training rows: fill them with transform/impute."
              .formatted(options.features(), bad, all));
    }
    if (all == 1) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "There is one training row, and nothing that it could be unlike.");
    }
    for (Row tree : trees) {
      List<Double> counts = tree.getList(1);
      if (!counts.get(1).equals(counts.get(2))) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "The column '%s' holds vectors of %.0f and of %.0f slots: all need as many."
                .formatted(options.features(), counts.get(1), counts.get(2)));
      }
    }
  }

  private static IsolationTree tree(Row row) {
    return new IsolationTree(
        row.<Integer>getList(2).stream().mapToInt(i -> i).toArray(),
        row.<Double>getList(3).stream().mapToDouble(d -> d).toArray(),
        row.<Integer>getList(4).stream().mapToInt(i -> i).toArray(),
        row.<Integer>getList(5).stream().mapToInt(i -> i).toArray(),
        row.<Double>getList(6).stream().mapToDouble(d -> d).toArray());
  }

  /** The quantile is exact, so that the same rows give the same anomalies wherever they lie. */
  private double threshold(Dataset<Row> train, IsolationForest forest) {
    Double contamination = options.contamination();
    if (contamination == null) {
      return AUTHORS_THRESHOLD;
    }
    return train
        .select(AnomalyModel.score(options.features(), forest).as("score"))
        .agg(functions.percentile(Columns.col("score"), functions.lit(1 - contamination)))
        .head()
        .getDouble(0);
  }

  @Override
  public Model<Dataset<Row>> load(StateDirectory state) {
    return AnomalyModel.load(options.features(), state);
  }
}
