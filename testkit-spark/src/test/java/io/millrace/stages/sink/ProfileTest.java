package io.millrace.stages.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code sink/profile}. */
@ExtendWith(SparkExtension.class)
final class ProfileTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("x.y", Simple.DOUBLE),
          Column.nullable("kind", Simple.STRING),
          Column.nullable("raw", Simple.BINARY));

  private final SparkTestFrames frames;
  private final StageHarness harness;

  ProfileTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
  }

  private HarnessedStage profile(String options) {
    return harness.stage("use: sink/profile\nwith: " + options);
  }

  @Test
  void columnsAreToldInOneTable() {
    HarnessedStage stage = profile("{ top: 1 }");
    Dataset<Row> rows =
        frames.frame(
            SCHEMA,
            List.of(
                Arrays.asList(1.0, "a", null),
                Arrays.asList(2.0, "a", null),
                Arrays.asList(2.0, "b\tc", null),
                Arrays.asList(7.0, null, null),
                Arrays.asList(Double.NaN, "a", null)));

    assertThat(frames.rows(stage.write(rows))).hasSize(5);
    assertThat(stage.context().noted("profile").rows())
        .containsExactly(
            List.of(
                "x.y",
                "double",
                "1",
                "3",
                "3.0",
                "2.70801280154532",
                "1.0",
                "1.0",
                "2.0",
                "2.0",
                "7.0",
                "2.0 (2)"),
            List.of("kind", "string", "1", "2", "", "", "a", "", "", "", "b c", "a (3)"));
  }

  @Test
  void noRowsAndOtherTypesAreNoMistakeUnlessNamed() {
    HarnessedStage stage = profile("{ columns: [x.y], top: 0 }");

    stage.write(frames.frame(SCHEMA, List.of()));

    assertThat(stage.context().noted("profile").rows())
        .containsExactly(List.of("x.y", "double", "0", "0", "", "", "", "", "", "", "", ""));
    assertThat(profile("{ columns: [raw, gone] }").problems(SCHEMA))
        .containsExactly(
            "stage.yaml:2:19: [COLUMN_TYPE] column 'raw' has the type binary, and only simple"
                + " values have a profile",
            "stage.yaml:2:24: [UNKNOWN_COLUMN] there is no column 'gone' in what 'input' yields;"
                + " columns are kind, raw, x.y");
  }
}
