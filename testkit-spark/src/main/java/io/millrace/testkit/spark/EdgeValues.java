package io.millrace.testkit.spark;

import io.millrace.api.schema.LogicalType.Simple;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values of each type on which careless code stumbles. */
final class EdgeValues {
  /** Pieces of texts: of one to four bytes in UTF-8, combined, changing their length in case. */
  static final List<String> LETTERS =
      List.of(
          "a", "b", "B", "Z", "0", "7", " ", "  ", "-", ".", ",", "_", "%", "'", "\\", "/", "(",
          "ä", "É", "ß", "İ", "ı", "σ", "Σ", "ς", "ﬀ", "é", "e\u0301", "я", "中", "\uffee", "😀",
          "𝒳", "\u00a0", "\t", "\n", "x", "the", "Foo bar");

  private static final Map<Simple, List<?>> ALL =
      Stream.of(Simple.values())
          .collect(Collectors.toUnmodifiableMap(Function.identity(), EdgeValues::listed));

  private EdgeValues() {}

  static List<?> of(Simple type) {
    return Objects.requireNonNull(ALL.get(type));
  }

  private static List<?> listed(Simple type) {
    return switch (type) {
      case BOOLEAN, BINARY -> type == Simple.BINARY ? List.of(ByteBuffer.allocate(0)) : List.of();
      case INT ->
          List.of(0, 1, -1, 2, 3, 7, 10, 100, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24);
      case LONG ->
          List.of(
              0L,
              1L,
              -1L,
              5L,
              1000L,
              Long.MAX_VALUE,
              Long.MIN_VALUE,
              1L << 53,
              (1L << 53) + 1,
              2147483648L,
              -2147483649L);
      case FLOAT ->
          List.of(
              0f,
              -0f,
              1f,
              -1f,
              0.1f,
              0.5f,
              1.5f,
              2.5f,
              -2.5f,
              16777216f,
              Float.NaN,
              Float.POSITIVE_INFINITY,
              Float.NEGATIVE_INFINITY,
              Float.MIN_VALUE,
              Float.MAX_VALUE,
              -Float.MAX_VALUE,
              Float.MIN_NORMAL,
              1e10f,
              3.4e-5f);
      case DOUBLE ->
          List.of(
              0.0,
              -0.0,
              1.0,
              -1.0,
              0.1,
              0.2,
              0.5,
              1.5,
              2.5,
              -2.5,
              0.285,
              1.005,
              Math.PI,
              Math.E,
              Double.NaN,
              Double.POSITIVE_INFINITY,
              Double.NEGATIVE_INFINITY,
              Double.MIN_VALUE,
              Double.MAX_VALUE,
              -Double.MAX_VALUE,
              Double.MIN_NORMAL,
              9.223372036854776e18,
              2.147483647e9,
              2.1474836475e9,
              -2.147483649e9,
              1e-5,
              123456789.123,
              1e22,
              1e7,
              1e-3);
      case STRING ->
          List.of(
              "",
              " ",
              "a",
              "A",
              "abc",
              "ABC",
              " abc ",
              "true",
              "False",
              " T ",
              "yes",
              "n",
              "0",
              "1",
              "-1",
              "+7",
              "12",
              " 12 ",
              "12.5",
              "12.",
              ".5",
              ".",
              "-",
              "1e3",
              "1E-400",
              "1e400",
              "NaN",
              "nan",
              "Infinity",
              "-inf",
              "+Infinity",
              "0x1p3",
              "1d",
              "2147483647",
              "2147483648",
              "-9223372036854775808",
              "9223372036854775808",
              "123456789012345678901234567890",
              "1,5",
              "2024-02-29",
              "2023-02-29",
              "1999-12-31",
              "2024-2-3",
              "0001-01-01",
              "9999-12-31",
              "2024-02-29 12:34:56.789",
              "2024-02-29T12:34:56Z",
              "12:30",
              "\u00a0 12",
              "\uffee",
              "😀",
              "ﬀ",
              "İstanbul",
              "Straße",
              "ÀÉ",
              "a.b.c",
              "a%b_c",
              "foo  bar",
              "null",
              "\u0000",
              "😀\uffee");
      case DATE ->
          List.of(
              LocalDate.EPOCH,
              LocalDate.of(1, 1, 1),
              LocalDate.of(1582, 10, 15),
              LocalDate.of(1600, 2, 29),
              LocalDate.of(1900, 3, 1),
              LocalDate.of(1969, 12, 31),
              LocalDate.of(2024, 2, 29),
              LocalDate.of(2024, 12, 30),
              LocalDate.of(2023, 1, 1),
              LocalDate.of(2000, 1, 31),
              LocalDate.of(9999, 12, 31));
      case TIMESTAMP ->
          List.of(
              Instant.EPOCH,
              Instant.parse("1969-12-31T23:59:59.999999Z"),
              Instant.parse("1900-01-01T00:00:00Z"),
              Instant.parse("2024-02-29T12:34:56.789Z"),
              Instant.parse("2024-03-31T01:30:00Z"),
              Instant.parse("2024-10-27T00:30:00Z"),
              Instant.parse("9999-12-31T23:59:59.999999Z"),
              Instant.parse("1600-02-29T06:07:08.000001Z"));
    };
  }
}
