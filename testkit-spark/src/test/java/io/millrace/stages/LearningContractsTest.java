package io.millrace.stages;

import io.millrace.api.StageFactory;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.train.IsotonicRegressionOptions;
import io.millrace.stages.train.LogisticRegressionOptions;
import io.millrace.stages.train.LogisticRegressionOptions.Family;
import io.millrace.stages.train.OneVsRestOptions;
import io.millrace.stages.train.OneVsRestOptions.Learner;
import io.millrace.stages.train.RandomForestOptions;
import io.millrace.stages.train.SurvivalRegressionOptions;
import io.millrace.stages.transform.AssembleFactory;
import io.millrace.stages.transform.AssembleOptions;
import io.millrace.stages.transform.DeduplicateFactory;
import io.millrace.stages.transform.DropMissingFactory;
import io.millrace.stages.transform.HandleInvalid;
import io.millrace.stages.transform.ImputeFactory;
import io.millrace.stages.transform.ImputeOptions;
import io.millrace.stages.transform.ImputeOptions.Strategy;
import io.millrace.stages.transform.OneHotFactory;
import io.millrace.stages.transform.OneHotOptions;
import io.millrace.stages.transform.OutliersFactory;
import io.millrace.stages.transform.OutliersOptions;
import io.millrace.stages.transform.OutliersOptions.Action;
import io.millrace.stages.transform.OutliersOptions.Method;
import io.millrace.stages.transform.SampleFactory;
import io.millrace.stages.transform.ScaleFactory;
import io.millrace.stages.transform.ScaleOptions;
import io.millrace.stages.transform.StringIndexFactory;
import io.millrace.stages.transform.StringIndexOptions;
import io.millrace.stages.transform.StringIndexOptions.Order;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.TrainerContract;
import io.millrace.testkit.contract.TransformerContract;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contracts of transformers and trainers, kept by stages that learn or choose among rows. */
@ExtendWith(SparkExtension.class)
final class LearningContractsTest {
  private static final String NUMBER = "a.b `n`";
  private final SparkTestFrames frames;

  LearningContractsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  // Each factory makes the kind of stage that it is used for.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <S, O extends Record> S stage(StageFactory<Dataset<Row>, O> factory, O options) {
    return (S) factory.create(options);
  }

  private Dataset<Row> rows() {
    return frames.frame(
        Schema.of(
            Column.nullable(NUMBER, Simple.DOUBLE),
            Column.required("text", Simple.STRING),
            Column.required("index", Simple.DOUBLE),
            Column.required("label", Simple.STRING),
            Column.required("features", new VectorOf(2))),
        List.of(
            Arrays.asList(1.0, "x", 0.0, "No", List.of(1.0, 0.0)),
            Arrays.asList(null, "y", 1.0, "Yes", List.of(2.0, 1.0)),
            Arrays.asList(4.0, "x", 2.0, "No", List.of(2.5, 0.0)),
            Arrays.asList(8.0, "z", 0.0, "Yes", List.of(4.0, 2.0))));
  }

  private abstract class OfTransformer extends TransformerContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Dataset<Row> train() {
      return rows();
    }
  }

  @Nested
  final class Impute extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new ImputeFactory(),
          new ImputeOptions(List.of(NUMBER), Strategy.MEDIAN, null, "_missing", 0));
    }
  }

  @Nested
  final class Outliers extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new OutliersFactory(),
          new OutliersOptions(
              List.of(NUMBER), Method.QUANTILE, 1, 0.2, 0.8, Action.FLAG, "_outlier"));
    }
  }

  @Nested
  final class OutliersDropped extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new OutliersFactory(),
          new OutliersOptions(
              List.of(NUMBER), Method.QUANTILE, 1, 0.2, 0.8, Action.DROP_FROM_TRAINING, ""));
    }

    @Override
    protected boolean changesRowCount() {
      return true;
    }
  }

  @Nested
  final class DropMissingColumns extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new DropMissingFactory(), new DropMissingFactory.Options(List.of(), null, 0.2));
    }
  }

  @Nested
  final class DropMissingRows extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new DropMissingFactory(), new DropMissingFactory.Options(List.of(NUMBER), 0.0, null));
    }

    @Override
    protected boolean changesRowCount() {
      return true;
    }
  }

  @Nested
  final class Deduplicate extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new DeduplicateFactory(), new DeduplicateFactory.Options(List.of("text"), NUMBER));
    }

    @Override
    protected boolean changesRowCount() {
      return true;
    }
  }

  @Nested
  final class Sample extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new SampleFactory(),
          new SampleFactory.Options(null, "label", Map.of("No", 0.0), List.of()));
    }

    @Override
    protected boolean changesRowCount() {
      return true;
    }
  }

  @Nested
  final class StringIndex extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new StringIndexFactory(),
          new StringIndexOptions(
              List.of("text", "label"), null, null, Order.FREQUENCY_DESC, HandleInvalid.KEEP));
    }
  }

  @Nested
  final class OneHot extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new OneHotFactory(),
          new OneHotOptions(List.of("index"), null, null, true, OneHotOptions.Invalid.KEEP));
    }
  }

  @Nested
  final class Assemble extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new AssembleFactory(),
          new AssembleOptions(List.of(NUMBER, "features"), "vector", HandleInvalid.SKIP));
    }

    @Override
    protected boolean changesRowCount() {
      return true;
    }
  }

  @Nested
  final class Scale extends OfTransformer {
    @Override
    protected Transformer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          new ScaleFactory(),
          new ScaleOptions(List.of(NUMBER, "features"), null, null, true, true));
    }
  }

  private abstract class OfTrainer extends TrainerContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Dataset<Row> train() {
      return rows();
    }
  }

  @Nested
  final class LogisticRegression extends OfTrainer {
    @Override
    protected Trainer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          BuiltIn.stage(LogisticRegressionOptions.class),
          new LogisticRegressionOptions(
              "label", "features", null, null, 0.1, 0, 20, 1e-6, true, true, Family.AUTO));
    }
  }

  @Nested
  final class RandomForest extends OfTrainer {
    @Override
    protected Trainer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          BuiltIn.stage(RandomForestOptions.class),
          new RandomForestOptions(
              "index", "features", null, null, Task.REGRESSION, 3, 3, 32, 1, "auto", 1.0));
    }
  }

  @Nested
  final class OneVsRest extends OfTrainer {
    @Override
    protected Trainer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          BuiltIn.stage(OneVsRestOptions.class),
          new OneVsRestOptions(
              "index",
              "features",
              null,
              null,
              Learner.LINEAR_SVM,
              1,
              0.1,
              null,
              5,
              null,
              null,
              null,
              null,
              null,
              null));
    }
  }

  @Nested
  final class IsotonicRegression extends OfTrainer {
    @Override
    protected Trainer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          BuiltIn.stage(IsotonicRegressionOptions.class),
          new IsotonicRegressionOptions("index", "features", null, 0, true));
    }
  }

  @Nested
  final class SurvivalRegression extends OfTrainer {
    @Override
    protected Trainer<Dataset<Row>> stage() {
      return LearningContractsTest.stage(
          BuiltIn.stage(SurvivalRegressionOptions.class),
          new SurvivalRegressionOptions("time", "event", "features", List.of(0.5), 3, 1e-6, true));
    }

    @Override
    protected Dataset<Row> train() {
      return rows()
          .withColumn("time", Columns.col("index").plus(1))
          .withColumn("event", Columns.col("text").notEqual("z"));
    }
  }
}
