package io.millrace.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.ParityReport;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class EncodingParityTest {
  @Test
  void stringIndex(StageHarness harness, SparkTestFrames frames) {
    Schema schema = Schema.of(Column.nullable("city", Simple.STRING));
    var train = frames.frame(schema, List.of(List.of("Basel"), List.of("Bern"), List.of("Bern")));
    var rows =
        frames.frame(
            schema,
            List.of(
                List.of("Bern"),
                List.of("Basel"),
                List.of(""),
                List.of("Zürich"),
                Arrays.asList((Object) null)));
    ParityReport report =
        Parity.of(
            harness
                .stage(
                    """
                    use: transform/string-index
                    with: { columns: [city], handleInvalid: keep }
                    """)
                .fit(train),
            rows);
    report.assertEqualBits();
    assertThat(report.values()).isEqualTo(10);
  }
}
