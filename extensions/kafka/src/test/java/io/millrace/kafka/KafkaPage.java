package io.millrace.kafka;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;

/** The page of the manual whose commands and blocks are tried. */
final class KafkaPage {
  private static final String NAME = "docs/how-to/kafka.md";

  private KafkaPage() {}

  static Path file() {
    Path top = Path.of("").toAbsolutePath();
    while (!Files.exists(top.resolve(NAME))) {
      top = requireNonNull(top.getParent());
    }
    return top.resolve(NAME);
  }
}
