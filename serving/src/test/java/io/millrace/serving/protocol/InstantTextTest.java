package io.millrace.serving.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InstantTextTest {
  @Test
  void textsAreThoseOfInstantsInAnyOrderOfSeconds() {
    SplittableRandom random = new SplittableRandom(3);
    InstantText texts = new InstantText();
    JsonBytes json = new JsonBytes(8);
    long[] units = {1, 10, 1_000, 10_000, 1_000_000, 100_000_000, 1_000_000_000};
    for (int i = 0; i < 20_000; i++) {
      long unit = units[random.nextInt(units.length)];
      long nanos = random.nextLong(1_000_000_000) / unit * unit;
      long second = random.nextInt(4) == 0 ? random.nextLong(-1L << 36, 1L << 40) : i / 9;
      Instant instant = Instant.ofEpochSecond(second, nanos);
      json.cut(0);
      texts.write(json, instant);
      assertThat(new String(json.array(), 0, json.count(), US_ASCII))
          .isEqualTo('"' + instant.toString() + '"');
    }
  }
}
