package io.millrace.tracking.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RunUuidTest {
  /** The example of RFC 9562, A.4. */
  @Test
  void namesBecomeWhatTheStandardSays() {
    UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    assertThat(RunUuid.of(dns, "www.example.com"))
        .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  /** As Python's {@code uuid5(uuid5(NAMESPACE_URL, "https://millrace.io/runs"), …)} gives it. */
  @Test
  void aRunHasTheSameIdForAll() {
    assertThat(RunUuid.of("millrace", "20261122-101500-1a2b"))
        .hasToString("94afebb8-38c4-5f68-936b-3c560ca9419a")
        .isNotEqualTo(RunUuid.of("shop", "20261122-101500-1a2b"));
  }
}
