package io.millrace.serving.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is written is what Jackson's generator writes. */
class JsonBytesTest {
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    0.001,
    -0.001,
    0.0009999,
    0.0004,
    1,
    -1,
    45.67,
    -45.678,
    0.1 + 0.2,
    1.005,
    999.9995,
    9_999_999.999,
    9_999_999.9995,
    1e7,
    -1e7,
    12_345_678,
    1e15,
    9_007_199_254_740_993.0,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private static final String[] TEXTS = {
    "",
    "plain",
    "a \"quote\" and a \\",
    "\b\f\n\r\t\u0000\u001f\u007f/",
    "é ß \u2028 漢字",
    "😀 and more",
    "half \ud83d pair",
    "\ude00"
  };

  @Test
  void numbersAreThoseOfJackson() throws IOException {
    for (double value : DOUBLES) {
      check(value);
    }
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200_000; i++) {
      check(Double.longBitsToDouble(random.nextLong()));
      double decimal = random.nextLong(-1L << 36, 1L << 36) / 1000.0;
      check(decimal);
      check(Math.nextUp(decimal));
      check(random.nextDouble(-2, 2));
      check(random.nextInt(-1000, 1000) / 10_000.0);
    }
  }

  @Test
  void wholeNumbersAreThoseOfJackson() throws IOException {
    long[] values = {
      0, 1, -1, 9, 10, 999, -1000, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };
    for (long value : values) {
      assertThat(written(json -> json.number(value))).isEqualTo(jackson(g -> g.writeNumber(value)));
    }
  }

  @Test
  void textsAreThoseOfJacksonOfWellFormedTexts() throws IOException {
    for (String text : TEXTS) {
      assertThat(written(json -> json.text(text)))
          .isEqualTo(jackson(g -> g.writeString(Json.wellFormed(text))));
    }
  }

  @Test
  void aLargeAnswerLeavesNothingInTheNext() {
    String large = "x".repeat(200_000);
    assertThat(written(json -> json.text(large))).isEqualTo('"' + large + '"');
    assertThat(written(json -> json.add('[').add(']'))).isEqualTo("[]");
  }

  private static void check(double value) throws IOException {
    String expected =
        jackson(
            json -> {
              if (Double.isFinite(value)) {
                json.writeNumber(value);
              } else {
                json.writeString(Double.toString(value));
              }
            });
    assertThat(written(json -> json.number(value))).isEqualTo(expected);
    float narrow = (float) value;
    if (Float.isFinite(narrow)) {
      assertThat(written(json -> json.number(narrow)))
          .isEqualTo(jackson(json -> json.writeNumber(narrow)));
    }
  }

  private static String written(Consumer<JsonBytes> writer) {
    return new String(JsonBytes.written(writer), UTF_8);
  }

  /** What writes by Jackson. */
  private interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  private static String jackson(Writer writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
      writer.write(json);
    }
    return bytes.toString(UTF_8);
  }
}
