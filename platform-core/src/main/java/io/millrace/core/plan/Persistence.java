package io.millrace.core.plan;

import io.millrace.api.Part;
import java.util.List;
import java.util.Set;

/**
 * Frames of a stage that are kept in memory for a while.
 *
 * @param parts the parts that are kept; a whole frame is {@code train}
 * @param level as Spark names it: {@code MEMORY_AND_DISK}
 * @param until the stages after which they are let go, all of them
 * @param why one sentence
 */
public record Persistence(Set<Part> parts, String level, List<String> until, String why) {
  public Persistence {
    parts = Set.copyOf(parts);
    until = List.copyOf(until);
  }
}
