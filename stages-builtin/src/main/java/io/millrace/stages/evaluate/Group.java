package io.millrace.stages.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows that are measured together.
 *
 * @param slice the place of the column that slices are by; {@link #ALL} for all rows
 * @param value the column's value, as text
 */
record Group(int slice, String value) {
  private static final int ALL = -1;

  /** All rows. */
  static final Group WHOLE = new Group(ALL, "");

  boolean isWhole() {
    return slice == ALL;
  }

  /** The groups of a row. */
  static List<Group> of(List<String> values) {
    List<Group> groups = new ArrayList<>();
    groups.add(WHOLE);
    for (int i = 0; i < values.size(); i++) {
      groups.add(new Group(i, values.get(i)));
    }
    return groups;
  }
}
