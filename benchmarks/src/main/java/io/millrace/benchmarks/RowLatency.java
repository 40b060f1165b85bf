package io.millrace.benchmarks;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.benchmarks.pmml.PmmlScorer;
import io.millrace.benchmarks.pmml.PmmlText;
import io.millrace.model.scoring.ScoringProgram;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.serving.score.Operators;
import io.millrace.serving.score.Scorer;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.scoring.StockFeatureScoring;
import io.millrace.spark.scoring.stock.StockModelScoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One row at a time, in one thread: the portable form of a whole pipeline, the portable form of its
 * model alone, Spark's class of the model alone, and Spark's {@code transform} of the pipeline. All
 * give raw scores, probabilities and the class.
 */
final class RowLatency {
  private static final int ROWS = 1_000;
  private static final int WARM_UP = 400_000;
  private static final int CALLS = 400_000;

  /** How far the probabilities of a document in PMML may lie from Spark's. */
  private static final double TOLERANCE = 1e-9;

  private static final int SPARK_WARM_UP = 150;
  private static final int SPARK_CALLS = 150;
  private static final List<String> PREDICTED =
      List.of("rawPrediction", "probability", "prediction");

  /** Keeps results alive, so that no call is left out. */
  private static volatile double kept;

  private RowLatency() {}

  /** The lines of one model. */
  private record Table(String model, RawResults raw) {
    void add(String engine, Latencies taken) {
      taken.print(model, engine);
      raw.add(model, engine, taken.micros(0.5), taken.micros(0.99));
    }
  }

  static void measure(Path root, BenchmarkOptions options) throws IOException {
    RawResults raw =
        RawResults.begin(
            options.results(root.resolve("benchmarks").resolve("results")),
            "scoring",
            "model",
            "engine",
            "p50 us",
            "p99 us");
    SparkSession session = PlainSession.start(options.scratch());
    try {
      session.sparkContext().setLogLevel("ERROR");
      List<Row> rows = RowPipelines.rows(20_000);
      Dataset<Row> train = RowPipelines.frame(session, rows).cache();
      System.out.printf("%-10s %-42s %12s %12s%n", "model", "engine", "p50 us", "p99 us");
      RowPipelines.learnt(train)
          .forEach(
              (name, pipeline) -> {
                for (int pair = 0; pair < options.pairs(); pair++) {
                  measure(new Table(name, raw), pipeline, train, rows.subList(0, ROWS));
                }
                if (!options.alone()) {
                  spark(new Table(name, raw), pipeline, session, rows);
                }
              });
    } finally {
      session.stop();
    }
  }

  private static void measure(
      Table table, PipelineModel pipeline, Dataset<Row> train, List<Row> rows) {
    table.add("Millrace, the pipeline", wholePipeline(pipeline, train, rows));
    table.add("JPMML-Evaluator, the pipeline", jpmml(pipeline, train, rows));
    Transformer model = pipeline.stages()[pipeline.stages().length - 1];
    List<Vector> vectors =
        pipeline.transform(train.limit(ROWS)).select("features").collectAsList().stream()
            .map(row -> row.<Vector>getAs(0))
            .toList();
    table.add("Millrace, the model alone", modelAlone(model, vectors));
    table.add(
        "Spark's class of the model alone",
        stockClass((ProbabilisticClassificationModel<?, ?>) model, vectors));
  }

  private static Latencies wholePipeline(
      PipelineModel pipeline, Dataset<Row> train, List<Row> rows) {
    Dataset<Row> none = train.drop("label").limit(0);
    List<PipelineStage> stages = stages(pipeline);
    List<ScoringStep> steps = new ArrayList<>(StockFeatureScoring.chain(stages, none));
    steps.addAll(StockModelScoring.steps(model(pipeline)));
    List<Column> inputs = Schemas.fromSpark(none.schema()).columns();
    Scorer scorer = Scorer.of(new ScoringProgram(inputs, steps, PREDICTED), Operators.builtIn());
    ScoringRow row = scorer.newRow();
    return Latencies.of(
        WARM_UP,
        CALLS,
        i -> {
          Row input = rows.get(i % rows.size());
          row.renew();
          row.setObject(0, input.getString(0));
          row.setObject(1, input.getString(1));
          for (int n = 2; n < 5; n++) {
            if (input.isNullAt(n)) {
              row.setNull(n);
            } else {
              row.setNumber(n, input.getDouble(n));
            }
          }
          scorer.score(row);
          kept = row.number(scorer.outputSlot(2));
        });
  }

  /** The same rows; their probabilities must be those of Spark. */
  private static Latencies jpmml(PipelineModel pipeline, Dataset<Row> train, List<Row> rows) {
    PmmlScorer scorer = PmmlScorer.of(PmmlText.of(pipeline));
    List<Map<String, Object>> inputs = rows.stream().map(RowLatency::byColumn).toList();
    List<Row> expected =
        pipeline
            .transform(RowPipelines.frame(train.sparkSession(), rows))
            .select("probability")
            .collectAsList();
    for (int i = 0; i < inputs.size(); i++) {
      double difference =
          scorer.probability(inputs.get(i)) - expected.get(i).<Vector>getAs(0).apply(1);
      if (!(Math.abs(difference) <= TOLERANCE)) {
        throw new IllegalStateException(
            "row %d: the probability by PMML differs by %s".formatted(i, difference));
      }
    }
    return Latencies.of(
        WARM_UP, CALLS, i -> kept = scorer.probability(inputs.get(i % inputs.size())));
  }

  private static Map<String, Object> byColumn(Row row) {
    Map<String, Object> values = new HashMap<>();
    String[] columns = RowPipelines.INPUT.fieldNames();
    for (int i = 0; i < columns.length; i++) {
      values.put(columns[i], row.get(i));
    }
    return values;
  }

  private static List<PipelineStage> stages(PipelineModel pipeline) {
    return Arrays.asList(pipeline.stages()).subList(0, pipeline.stages().length - 1).stream()
        .<PipelineStage>map(stage -> stage)
        .toList();
  }

  private static Transformer model(PipelineModel pipeline) {
    return pipeline.stages()[pipeline.stages().length - 1];
  }

  private static Latencies modelAlone(Transformer model, List<Vector> vectors) {
    Column features = Column.nullable("features", new VectorOf(vectors.get(0).size()));
    Scorer scorer =
        Scorer.of(
            new ScoringProgram(List.of(features), StockModelScoring.steps(model), PREDICTED),
            Operators.builtIn());
    ScoringVector[] inputs = vectors.stream().map(RowLatency::vector).toArray(ScoringVector[]::new);
    ScoringRow row = scorer.newRow();
    return Latencies.of(
        WARM_UP,
        CALLS,
        i -> {
          row.renew();
          row.setObject(0, inputs[i % inputs.length]);
          scorer.score(row);
          kept = row.number(scorer.outputSlot(2));
        });
  }

  private static ScoringVector vector(Vector vector) {
    return vector instanceof SparseVector sparse
        ? ScoringVector.sparse(sparse.size(), sparse.indices(), sparse.values())
        : ScoringVector.dense(vector.toArray());
  }

  @SuppressWarnings("unchecked") // Spark's classifiers take vectors.
  private static Latencies stockClass(
      ProbabilisticClassificationModel<?, ?> model, List<Vector> vectors) {
    var stock = (ProbabilisticClassificationModel<Vector, ?>) model;
    Vector[] inputs = vectors.toArray(Vector[]::new);
    return Latencies.of(
        WARM_UP,
        CALLS,
        i -> {
          Vector raw = stock.predictRaw(inputs[i % inputs.length]);
          kept = stock.raw2probability(raw).apply(0);
          kept = stock.raw2prediction(raw);
        });
  }

  private static void spark(
      Table table, PipelineModel pipeline, SparkSession session, List<Row> rows) {
    table.add(
        "Spark, transform of the pipeline",
        Latencies.of(
            SPARK_WARM_UP,
            SPARK_CALLS,
            i -> {
              Dataset<Row> one = RowPipelines.frame(session, List.of(rows.get(i)));
              kept = pipeline.transform(one).select("prediction").head().getDouble(0);
            }));
  }
}
