package io.millrace.testkit.spark;

import io.millrace.api.Combiner;
import io.millrace.api.Sink;
import io.millrace.api.StageContext;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.combine.AggregateFactory;
import io.millrace.stages.combine.WindowFactory;
import io.millrace.stages.sink.ProfileFactory;
import io.millrace.testkit.contract.CombinerContract;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.SinkContract;
import io.millrace.testkit.contract.TestStageContext;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contracts of combiners and sinks, kept by the stages that sum rows up. */
@ExtendWith(SparkExtension.class)
final class SummingContractsTest {
  private static final String KEY = "k.`1` ü";
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable(KEY, Simple.STRING),
          Column.required("at", Simple.LONG),
          Column.nullable("x \"y\"", Simple.DOUBLE),
          Column.nullable("price", new DecimalOf(30, 2)),
          Column.nullable("raw", Simple.BINARY));

  private final SparkTestFrames frames;

  SummingContractsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private Map<String, Dataset<Row>> rows() {
    return Map.of(
        "input",
        frames.frame(
            SCHEMA,
            List.of(
                Arrays.asList("a", 1L, 1.5, new BigDecimal("1.50"), null),
                Arrays.asList("a", 2L, null, null, null),
                Arrays.asList("a", 3L, Double.NaN, new BigDecimal("-7.25"), null),
                Arrays.asList("b", 1L, 2.0, new BigDecimal("1.50"), null),
                Arrays.asList(null, 5L, 4.0, new BigDecimal("3.00"), null))));
  }

  private abstract class OfCombiner extends CombinerContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Map<String, Dataset<Row>> inputs() {
      return rows();
    }
  }

  @Nested
  final class Aggregate extends OfCombiner {
    @Override
    protected Combiner<Dataset<Row>> stage() {
      return SparkStages.combiner(
          new AggregateFactory()
              .create(
                  new AggregateFactory.Options(
                      List.of(KEY),
                      List.of(
                          new AggregateFactory.Aggregate(
                              List.of("x \"y\"", "price"),
                              List.of(
                                  AggregateFactory.Function.MEAN,
                                  AggregateFactory.Function.MAX,
                                  AggregateFactory.Function.DISTINCT,
                                  AggregateFactory.Function.LAST),
                              "at")),
                      "rows")));
    }
  }

  @Nested
  final class Window extends OfCombiner {
    @Override
    protected Combiner<Dataset<Row>> stage() {
      return SparkStages.combiner(
          new WindowFactory()
              .create(
                  new WindowFactory.Options(
                      List.of(KEY),
                      "at",
                      List.of(
                          new WindowFactory.Feature(
                              List.of("x \"y\"", "price"),
                              List.of(WindowFactory.Function.SUM, WindowFactory.Function.MAX),
                              2,
                              null,
                              false,
                              "_before")))));
    }
  }

  @Nested
  final class Profile extends SinkContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Sink<Dataset<Row>> stage() {
      return SparkStages.sink(
          new ProfileFactory().create(new ProfileFactory.Options(List.of(), 2, 0.01)));
    }

    @Override
    protected Map<String, Dataset<Row>> inputs() {
      return rows();
    }

    @Override
    protected StageContext<Dataset<Row>> context(EffectKey effect) {
      return TestStageContext.<Dataset<Row>>builder("profile").effect(effect).build();
    }
  }
}
