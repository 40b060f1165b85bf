package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.model.GoldenRows.Golden;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoldenRowsTest {
  private static final List<Column> INPUTS =
      List.of(
          column("flag", "boolean"),
          column("int", "int"),
          column("long", "long"),
          column("float", "float"),
          column("double", "double"),
          column("decimal", "decimal(10,2)"),
          column("string", "string"),
          column("date", "date"),
          column("timestamp", "timestamp"),
          column("binary", "binary"),
          column("array", "array<int>"),
          column("struct", "struct<a:int,b:string>"),
          column("vector", "vector(3)"));
  private static final Signature SIGNATURE =
      new Signature(INPUTS, List.of(column("prediction", "double")), List.of());

  @TempDir private Path directory;

  private static Column column(String name, String type) {
    return Column.nullable(name, LogicalType.parse(type));
  }

  @Test
  void valuesOfEveryTypeReadBackToTheBit() throws IOException {
    GoldenRows rows =
        new GoldenRows(
            List.of(
                new Golden(full(Double.NaN, Float.POSITIVE_INFINITY), List.of(0.1 + 0.2)),
                new Golden(full(-0.0, -0.0f), List.of(Double.NEGATIVE_INFINITY)),
                new Golden(full(Double.MIN_VALUE, Float.MAX_VALUE), null),
                new Golden(
                    Collections.<@Nullable Object>nCopies(INPUTS.size(), null),
                    Collections.singletonList(null))));
    Path file = directory.resolve("golden.json");

    rows.write(file, SIGNATURE);

    assertThat(GoldenRows.read(file, SIGNATURE)).isEqualTo(rows);
  }

  private static List<Object> full(double number, float single) {
    return List.of(
        true,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        single,
        number,
        new BigDecimal("12345678.90"),
        "tab\t\"ü\" 😀",
        LocalDate.parse("0001-02-03"),
        Instant.parse("2026-03-01T10:00:00.123456Z"),
        ByteBuffer.wrap(new byte[] {0, 1, -1}).asReadOnlyBuffer(),
        Arrays.asList(1, null, 3),
        Arrays.asList(7, null),
        List.of(0.0, 1e-310, Double.NaN));
  }

  @Test
  void rowsThatDoNotFitTheSignatureAreRefused() throws IOException {
    Path file = directory.resolve("golden.json");
    Signature one = new Signature(List.of(column("n", "int")), List.of(), List.of());

    Files.writeString(file, "{\"rows\": [{\"inputs\": {\"n\": 1.5}, \"outputs\": {}}]}");
    assertFails(file, one, "1.5 is no int");
    Files.writeString(file, "{\"rows\": [{\"inputs\": {\"m\": 1}, \"outputs\": {}}]}");
    assertFails(file, one, "a row lacks 'n'");
    Files.writeString(file, "{\"rows\": [{\"inputs\": {\"n\": 3000000000}, \"outputs\": {}}]}");
    assertFails(file, one, "3000000000 is no int");
  }

  private static void assertFails(Path file, Signature signature, String what) {
    assertThatThrownBy(() -> GoldenRows.read(file, signature))
        .isInstanceOf(MillraceException.class)
        .hasMessage(file + " can't be read: " + what + ".");
  }
}
