package io.millrace.api.store;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a frame goes into a feature table.
 *
 * @param table the table's name: letters, digits, {@code _} and {@code -}
 * @param mode what happens to the rows of the version before
 * @param keys the columns that identify a row; required for {@link Mode#MERGE}, else may be empty
 * @param evolveSchema whether new columns may be added to the table, and types widened
 */
public record Publication(String table, Mode mode, List<String> keys, boolean evolveSchema) {
  public Publication {
    requireNonNull(table, "table is null");
    requireNonNull(mode, "mode is null");
    keys = List.copyOf(keys);
  }

  /** What happens to the rows of the version before. */
  public enum Mode {
    /** They are replaced. */
    OVERWRITE,
    /** They stay, and the new ones are added. */
    APPEND,
    /** Those with the key of a new row are replaced by it; other new rows are added. */
    MERGE
  }
}
