package io.millrace.stages;

import io.millrace.api.Transformer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.stages.transform.EncodingOptions.Frequency;
import io.millrace.stages.transform.EncodingOptions.FrequencyEncode;
import io.millrace.stages.transform.EncodingOptions.LabelKind;
import io.millrace.stages.transform.EncodingOptions.TargetEncode;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.TransformerContract;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of transformers, kept by the stages that make and choose features. */
@ExtendWith(SparkExtension.class)
final class FeatureContractsTest {
  private static final String NUMBER = "a.b `n`";
  private final SparkTestFrames frames;

  FeatureContractsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private abstract class Of extends TransformerContract<Dataset<Row>> {
    private final Record options;

    Of(Record options) {
      this.options = options;
    }

    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Dataset<Row> train() {
      return frames.frame(
          Schema.of(
              Column.nullable(NUMBER, Simple.DOUBLE),
              Column.nullable("text", Simple.STRING),
              Column.required("label", Simple.STRING),
              Column.required("y", Simple.DOUBLE),
              Column.required("features", new VectorOf(3))),
          List.of(
              Arrays.asList(1.0, "x", "No", 1.0, List.of(1.0, 0.0, 3.0)),
              Arrays.asList(2.0, "y", "Yes", 2.0, List.of(2.0, 1.0, 1.0)),
              Arrays.asList(null, "x", "No", 1.5, List.of(2.5, 0.0, 2.0)),
              Arrays.asList(8.0, null, "Yes", 4.0, List.of(4.0, 2.0, 0.0)),
              Arrays.asList(4.0, "x", "Yes", 2.5, List.of(3.0, 2.0, 0.0)),
              Arrays.asList(5.0, "y", "No", 0.5, List.of(1.5, 0.0, 1.0))));
    }

    @Override
    protected Transformer<Dataset<Row>> stage() {
      return BuiltIn.made(BuiltIn.of(options), options);
    }
  }

  @Nested
  final class OfTargets extends Of {
    OfTargets() {
      super(
          new TargetEncode(
              List.of("text", NUMBER),
              null,
              null,
              "label",
              LabelKind.MULTICLASS,
              null,
              1,
              2,
              List.of()));
    }
  }

  @Nested
  final class OfFrequencies extends Of {
    OfFrequencies() {
      super(new FrequencyEncode(List.of("text", NUMBER), null, null, Frequency.COUNT));
    }
  }
}
