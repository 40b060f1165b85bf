package io.millrace.api;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The input columns that a stage reads; decides what a model's signature holds and what an ingestor
 * need not read.
 *
 * @param all whether any column may be read, as by free SQL
 * @param names the columns read, if not all
 */
public record ColumnUse(boolean all, Set<String> names) {
  public ColumnUse {
    names = Set.copyOf(names);
  }

  /** Any column may be read. */
  public static ColumnUse ofAll() {
    return new ColumnUse(true, Set.of());
  }

  /** Just these columns are read. */
  public static ColumnUse of(Collection<String> names) {
    return new ColumnUse(false, new TreeSet<>(names));
  }
}
