package io.millrace.stages.train.cluster;

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
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.SparkMlFailures;
import io.millrace.spark.api.SparkMlParams;
import io.millrace.spark.api.SparkMlState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.clustering.ClusteringSummary;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trains by one clustering of Spark ML. */
final class ClusteringTrainer<O extends Record & ClusterOptions>
    implements Trainer<Dataset<Row>>, Exportable {
  private static final String FEATURES = "features";
  private static final String WEIGHT = "weight";

  private final O options;
  private final Clustering clustering;

  ClusteringTrainer(O options, Clustering clustering) {
    this.options = options;
    this.clustering = clustering;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    input
        .column(options.features())
        .filter(column -> !(column.type() instanceof VectorOf))
        .ifPresent(
            column ->
                report(
                    column, FEATURES, "is no vector: make one with transform/assemble", problems));
    weight()
        .flatMap(input::column)
        .filter(column -> !column.type().isNumeric())
        .ifPresent(column -> report(column, WEIGHT, "is no number", problems));
    return ClusterModel.added(clustering.probabilities()).addedTo(input, problems);
  }

  private static void report(
      io.millrace.api.schema.Column column, String option, String what, Problems problems) {
    problems.report(
        option,
        StandardError.COLUMN_TYPE,
        "column '%s' of type %s %s".formatted(column.name(), column.type().text(), what));
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(List.of(options.features()));
  }

  @Override
  public Optional<String> label() {
    return Optional.empty();
  }

  @Override
  public Optional<String> weight() {
    return options.weighing();
  }

  /** One row shows that there are rows, then Spark ML reads all once for a start and keeps them. */
  @Override
  public Passes passes() {
    return new Passes(options.starts(), options.starts() == 1);
  }

  @Override
  public Set<ExportForm> exportForms() {
    return SparkMlExport.takes(options.features())
        ? EnumSet.allOf(ExportForm.class)
        : EnumSet.of(ExportForm.SCORING);
  }

  @Override
  public Optional<String> obstacle(ExportForm form, Schema input) {
    return form == ExportForm.SPARK_ML
        ? SparkMlExport.obstacle(List.of(options.features()))
        : Optional.empty();
  }

  @Override
  public Model<Dataset<Row>> train(
      TrainingData<Dataset<Row>> data, StageContext<Dataset<Row>> context) {
    context.checkCancelled();
    Dataset<Row> rows = prepared(data.train());
    if (rows.isEmpty()) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT,
          "There are no training rows to find clusters in by '%s'.".formatted(options.features()));
    }
    try {
      org.apache.spark.ml.Model<?> learnt = best(rows, context);
      tell(learnt, context);
      return model(learnt);
    } catch (Exception e) { // Scala throws checked exceptions without declaring them.
      Optional<MillraceException> known =
          SparkMlFailures.explained(e, options.features(), weight());
      if (known.isPresent()) {
        throw known.get();
      }
      throw e;
    }
  }

  private org.apache.spark.ml.Model<?> best(Dataset<Row> rows, StageContext<Dataset<Row>> context) {
    org.apache.spark.ml.Model<?> best = clustering.learning().apply(learner(context.seed()), rows);
    for (int start = 1; start < options.starts(); start++) {
      context.checkCancelled();
      org.apache.spark.ml.Model<?> other =
          clustering.learning().apply(learner(context.seed() + start), rows);
      if (figure(other) < figure(best)) {
        best = other;
      }
    }
    return best;
  }

  private double figure(org.apache.spark.ml.Model<?> learnt) {
    var summary = (ClusteringSummary) ((HasTrainingSummary<?>) learnt).summary();
    return clustering.figure().value().apply(summary);
  }

  private Dataset<Row> prepared(Dataset<Row> train) {
    List<Column> selected = new ArrayList<>();
    selected.add(Columns.col(options.features()).as(FEATURES));
    weight().ifPresent(weight -> selected.add(Columns.col(weight).cast("double").as(WEIGHT)));
    return train.select(selected.toArray(Column[]::new));
  }

  private Estimator<?> learner(long seed) {
    Estimator<?> learner = clustering.learner().get();
    SparkMlParams.set(learner, options, ClusterOptions.OWN);
    learner.set(learner.getParam("seed"), seed);
    if (options.weight() != null) {
      learner.set(learner.getParam("weightCol"), WEIGHT);
    }
    return learner;
  }

  private void tell(org.apache.spark.ml.Model<?> learnt, StageContext<Dataset<Row>> context) {
    var summary = (ClusteringSummary) ((HasTrainingSummary<?>) learnt).summary();
    int clusters = clustering.centers().apply(learnt).length;
    context.fact("clusters", Integer.toString(clusters));
    Clustering.Figure figure = clustering.figure();
    context.fact(figure.name(), "%.6g".formatted(figure.value().apply(summary)));
    if (clusters < options.k()) {
      context.warn(
          "the rows make %d of %d clusters: too few of them differ"
              .formatted(clusters, options.k()));
    }
    if (clustering.converges() && summary.numIter() >= options.maxIter()) {
      context.warn(
          "the clusters still moved after %d rounds: raise maxIter or tol"
              .formatted(summary.numIter()));
    }
  }

  private Model<Dataset<Row>> model(org.apache.spark.ml.Model<?> learnt) {
    int slots = clustering.centers().apply(learnt)[0].size();
    return new ClusterModel(learnt, options.features(), clustering.probabilities(), slots);
  }

  @Override
  public Model<Dataset<Row>> load(StateDirectory state) {
    return model((org.apache.spark.ml.Model<?>) SparkMlState.load(state).get(0));
  }
}
