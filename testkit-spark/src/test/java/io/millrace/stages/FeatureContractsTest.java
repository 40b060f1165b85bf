package io.millrace.stages;

import io.millrace.api.Transformer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.transform.EncodingOptions.Frequency;
import io.millrace.stages.transform.EncodingOptions.FrequencyEncode;
import io.millrace.stages.transform.EncodingOptions.LabelKind;
import io.millrace.stages.transform.EncodingOptions.TargetEncode;
import io.millrace.stages.transform.HashOptions;
import io.millrace.stages.transform.ImputeModelOptions;
import io.millrace.stages.transform.InteractionOptions;
import io.millrace.stages.transform.InteractionOptions.Categories;
import io.millrace.stages.transform.PowerOptions;
import io.millrace.stages.transform.PowerOptions.Method;
import io.millrace.stages.transform.SelectorOptions.Correlation;
import io.millrace.stages.transform.SelectorOptions.Learner;
import io.millrace.stages.transform.SelectorOptions.Merging;
import io.millrace.stages.transform.SelectorOptions.Score;
import io.millrace.stages.transform.SelectorOptions.SelectCorrelation;
import io.millrace.stages.transform.SelectorOptions.SelectImportance;
import io.millrace.stages.transform.SelectorOptions.SelectL1;
import io.millrace.stages.transform.SelectorOptions.SelectUnivariate;
import io.millrace.stages.transform.SelectorOptions.SelectionMode;
import io.millrace.stages.transform.StemOptions;
import io.millrace.stages.transform.StemOptions.Language;
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
              Column.nullable("words", new ArrayOf(Simple.STRING)),
              Column.required("features", new VectorOf(3))),
          List.of(
              Arrays.asList(1.0, "x", "No", 1.0, List.of("cats", "run"), List.of(1.0, 0.0, 3.0)),
              Arrays.asList(2.0, "y", "Yes", 2.0, List.of("running"), List.of(2.0, 1.0, 1.0)),
              Arrays.asList(null, "x", "No", 1.5, null, List.of(2.5, 0.0, 2.0)),
              Arrays.asList(8.0, null, "Yes", 4.0, List.of(), List.of(4.0, 2.0, 0.0)),
              Arrays.asList(4.0, "x", "Yes", 2.5, List.of("a"), List.of(3.0, 2.0, 0.0)),
              Arrays.asList(5.0, "y", "No", 0.5, List.of("b"), List.of(1.5, 0.0, 1.0))));
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

  @Nested
  final class OfCrosses extends Of {
    OfCrosses() {
      super(
          new InteractionOptions(
              List.of("text", "y", "features"), "made", 3, null, null, Categories.INDEXED, 8));
    }
  }

  @Nested
  final class OfHashedCrosses extends Of {
    OfHashedCrosses() {
      super(
          new InteractionOptions(
              List.of("text", "y"), "made", 2, null, null, Categories.HASHED, 8));
    }
  }

  @Nested
  final class OfCorrelations extends Of {
    OfCorrelations() {
      super(
          new SelectCorrelation(
              List.of("features"), null, null, 0.7, Correlation.PEARSON, Merging.COMPONENT));
    }
  }

  @Nested
  final class OfTests extends Of {
    OfTests() {
      super(
          new SelectUnivariate(
              List.of("features"),
              null,
              null,
              "label",
              Score.ANOVA,
              SelectionMode.NUM_TOP_FEATURES,
              2.0,
              null,
              5));
    }
  }

  @Nested
  final class OfInformation extends Of {
    OfInformation() {
      super(
          new SelectUnivariate(
              List.of("features"),
              null,
              null,
              "label",
              Score.MUTUAL_INFORMATION,
              SelectionMode.PERCENTILE,
              0.7,
              null,
              5));
    }
  }

  @Nested
  final class OfImportances extends Of {
    OfImportances() {
      super(
          new SelectImportance(
              List.of("features"),
              null,
              null,
              "label",
              Task.CLASSIFICATION,
              Learner.DECISION_TREE,
              1,
              2,
              2,
              null));
    }
  }

  @Nested
  final class OfPenalties extends Of {
    OfPenalties() {
      super(new SelectL1(List.of("features"), null, null, "y", Task.REGRESSION, 0.1, 50));
    }
  }

  @Nested
  final class OfImputations extends Of {
    OfImputations() {
      super(
          new ImputeModelOptions(
              List.of(NUMBER, "text"),
              List.of("y"),
              ImputeModelOptions.Learner.TREE,
              1,
              0,
              2,
              1,
              "_missing"));
    }
  }

  @Nested
  final class OfPowers extends Of {
    OfPowers() {
      super(new PowerOptions(List.of("y", NUMBER), null, null, Method.YEO_JOHNSON, null));
    }
  }

  @Nested
  final class OfStems extends Of {
    OfStems() {
      super(new StemOptions(List.of("words"), null, null, Language.ENGLISH));
    }
  }

  @Nested
  final class OfHashes extends Of {
    OfHashes() {
      super(new HashOptions(List.of("text", NUMBER), "made", 16, List.of()));
    }
  }
}
