package io.millrace.core.lineage;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** How versions of a place follow one another, as far as their texts tell. */
final class Versions {
  private Versions() {}

  /** A version that is counted. */
  static OptionalLong number(String version) {
    return version.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(version))
        : OptionalLong.empty();
  }

  /**
   * Which of the written versions lay there when one was read that is none of them: of counted ones
   * the last before it, and what was written without a version, as by a stream. Who read without a
   * version, as a stream does, may have read all.
   */
  static Set<String> lastBefore(String read, Collection<String> written) {
    if (read.isEmpty()) {
      return new TreeSet<>(written);
    }
    Set<String> found = new TreeSet<>();
    OptionalLong limit = number(read);
    Optional<String> counted =
        limit.isEmpty()
            ? Optional.empty()
            : written.stream()
                .filter(version -> number(version).isPresent())
                .filter(version -> number(version).getAsLong() < limit.getAsLong())
                .max(Comparator.comparingLong(version -> number(version).getAsLong()));
    counted.ifPresent(found::add);
    written.stream().filter(String::isEmpty).forEach(found::add);
    return found;
  }
}
