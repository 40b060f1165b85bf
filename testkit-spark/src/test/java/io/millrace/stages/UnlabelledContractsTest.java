package io.millrace.stages;

import io.millrace.api.Evaluator;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.Trainer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.stages.evaluate.ClusteringFactory;
import io.millrace.stages.evaluate.ClusteringOptions;
import io.millrace.stages.train.cluster.Distance;
import io.millrace.stages.train.cluster.GaussianMixtureOptions;
import io.millrace.stages.train.cluster.KMeansOptions;
import io.millrace.stages.train.recommend.AlsFactory;
import io.millrace.stages.train.recommend.AlsOptions;
import io.millrace.stages.train.recommend.AlsOptions.ColdStart;
import io.millrace.stages.train.recommend.FpGrowthFactory;
import io.millrace.stages.train.recommend.FpGrowthOptions;
import io.millrace.stages.train.recommend.Recommend;
import io.millrace.stages.train.recommend.Recommend.What;
import io.millrace.testkit.contract.EvaluatorContract;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.TrainerContract;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contracts of trainers and evaluators, kept by those that predict no label. */
@ExtendWith(SparkExtension.class)
final class UnlabelledContractsTest {
  private static final String PLACE = "a.place `p`";
  private final SparkTestFrames frames;

  UnlabelledContractsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private abstract class OfTrainer extends TrainerContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Dataset<Row> train() {
      return frames.frame(
          Schema.of(
              Column.required(PLACE, new VectorOf(2)), Column.required("weight", Simple.DOUBLE)),
          List.of(
              List.of(List.of(1.0, 0.0), 1.0),
              List.of(List.of(1.5, 0.5), 2.0),
              List.of(List.of(9.0, 9.0), 1.0),
              List.of(List.of(8.0, 9.5), 1.0)));
    }
  }

  @Nested
  final class KMeans extends OfTrainer {
    @Override
    protected Trainer<Dataset<Row>> stage() {
      return BuiltIn.made(
          BuiltIn.stage(KMeansOptions.class),
          new KMeansOptions(PLACE, "weight", 2, 20, 1e-4, 2, Distance.EUCLIDEAN, 2));
    }
  }

  @Nested
  final class GaussianMixture extends OfTrainer {
    @Override
    protected Trainer<Dataset<Row>> stage() {
      return BuiltIn.made(
          BuiltIn.stage(GaussianMixtureOptions.class),
          new GaussianMixtureOptions(PLACE, null, 2, 20, 0.01));
    }
  }

  private Dataset<Row> ratings() {
    return frames.frame(
        Schema.of(
            Column.required(PLACE, Simple.STRING),
            Column.required("it", Simple.INT),
            Column.required("r", Simple.FLOAT)),
        List.of(
            List.of("u", 1, 3f), List.of("u", 2, 5f), List.of("v", 1, 1f), List.of("w", 2, 4f)));
  }

  @Nested
  final class Als extends TrainerContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Trainer<Dataset<Row>> stage() {
      return BuiltIn.made(
          new AlsFactory(),
          new AlsOptions(
              PLACE, "it", "r", 2, 3, 0.1, false, 1, false, ColdStart.MEAN, 2, 2, 2, null));
    }

    @Override
    protected Dataset<Row> train() {
      return ratings();
    }
  }

  @Nested
  final class AlsLists extends TrainerContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Trainer<Dataset<Row>> stage() {
      return BuiltIn.made(
          new AlsFactory(),
          new AlsOptions(
              PLACE,
              "it",
              "r",
              2,
              3,
              0.1,
              false,
              1,
              false,
              ColdStart.MEAN,
              2,
              2,
              2,
              new Recommend(What.ITEMS, 2, true)));
    }

    @Override
    protected Dataset<Row> train() {
      return ratings();
    }
  }

  @Nested
  final class FpGrowth extends TrainerContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Trainer<Dataset<Row>> stage() {
      return BuiltIn.made(new FpGrowthFactory(), new FpGrowthOptions(PLACE, 0.3, 0.5));
    }

    @Override
    protected Dataset<Row> train() {
      return frames.frame(
          Schema.of(Column.nullable(PLACE, new ArrayOf(Simple.LONG))),
          List.of(
              List.of(List.of(1L, 2L)),
              List.of(List.of(1L, 2L, 3L)),
              List.of(List.of(1L)),
              List.of(List.of())));
    }
  }

  /** The figures were computed from the definitions, all pairs of rows, in Python. */
  @Nested
  final class Clustering extends EvaluatorContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Evaluator<Dataset<Row>> stage() {
      return BuiltIn.made(new ClusteringFactory(), new ClusteringOptions(PLACE));
    }

    @Override
    protected Predictions<Dataset<Row>> predictions() {
      return new Predictions<>(
          frames.frame(
              Schema.of(
                  Column.required(PLACE, new VectorOf(2)),
                  Column.required(Model.PREDICTION, Simple.INT)),
              List.of(
                  List.of(List.of(0.0, 0.0), 0),
                  List.of(List.of(2.0, 0.0), 0),
                  List.of(List.of(0.0, 3.0), 0),
                  List.of(List.of(10.0, 10.0), 1),
                  List.of(List.of(12.0, 11.0), 1),
                  List.of(List.of(4.0, -4.0), 3))),
          null,
          null,
          List.of());
    }

    @Override
    protected Map<String, Double> expected() {
      return Map.of("silhouette", 0.6919651053057222, "davies_bouldin", 0.24998333230649736);
    }
  }
}
