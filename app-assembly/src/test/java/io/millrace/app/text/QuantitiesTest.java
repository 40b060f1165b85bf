package io.millrace.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "0.04, 0.0 s",
    "9.94, 9.9 s",
    "9.96, 10 s",
    "59.4, 59 s",
    "59.6, 1 min 00 s",
    "185, 3 min 05 s",
    "3599.6, 1 h 00 min",
    "7800, 2 h 10 min"
  })
  void durationsAreShort(double seconds, String text) {
    assertThat(Quantities.seconds(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "1234567, 1.2 MB",
    "99940, 99.9 kB",
    "99960, 100 kB",
    "999600, 1.0 MB",
    "9223372036854775807, 9223 PB"
  })
  void sizesHaveUnits(long bytes, String text) {
    assertThat(Quantities.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "999, 999", "-1000, '-1,000'", "1234567, '1,234,567'"})
  void countsHaveThousandsApart(long count, String text) {
    assertThat(Quantities.count(count)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.90861, 0.9086",
    "1, 1.0000",
    "-0.00004, 0.0000",
    "12.34567, 12.35",
    "123456.7, 123457",
    "NaN, NaN",
    "Infinity, Infinity"
  })
  void metricsHaveFourFigures(double value, String text) {
    assertThat(Quantities.metric(value)).isEqualTo(text);
  }

  @Test
  void timesAreInTheUsersZone() {
    assertThat(Quantities.time(Instant.parse("2026-11-20T10:50:43.9Z"), ZoneOffset.ofHours(2)))
        .isEqualTo("2026-11-20 12:50:43");
  }
}
