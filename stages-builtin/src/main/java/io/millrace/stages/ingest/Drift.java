package io.millrace.stages.ingest;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the columns that files of different columns are read with.
 *
 * @param path as the user gave it
 * @param expected how messages call the columns that are expected
 * @param onDrift what to do where a file has others
 */
record Drift(String path, String expected, OnDrift onDrift) {
  /** Against the columns of the first file. */
  static Drift againstFirst(String path, FileColumns first, OnDrift onDrift) {
    return new Drift(
        path, "the columns of '" + SourceFiles.shown(first.files().get(0)) + "'", onDrift);
  }

  /** Against the columns that the option schema names. */
  static Drift againstSchema(String path, OnDrift onDrift) {
    return new Drift(path, "the columns that schema names", onDrift);
  }

  /**
   * The columns that all files are read with.
   *
   * @param wanted the columns that are expected
   * @throws MillraceException SCHEMA_MISMATCH naming file and columns, or DUPLICATE_COLUMN
   */
  Schema resolve(Schema wanted, List<FileColumns> groups) {
    Map<String, LogicalType> target = new LinkedHashMap<>();
    wanted.columns().forEach(column -> target.put(column.name(), column.type()));
    for (FileColumns group : groups) {
      Differences found = Differences.between(wanted, group.schema());
      if (onDrift == OnDrift.FAIL && found.matter()) {
        throw refused(group, found);
      }
      if (onDrift == OnDrift.ADD) {
        group.schema().columns().forEach(column -> add(target, column, group));
      }
    }
    requireSomewhere(wanted, groups);
    Schema schema =
        Schema.of(
            target.entrySet().stream()
                .map(entry -> Column.nullable(entry.getKey(), entry.getValue()))
                .toList());
    return onDrift == OnDrift.RESCUE ? withRescued(schema) : schema;
  }

  private void add(Map<String, LogicalType> target, Column column, FileColumns group) {
    LogicalType known = target.get(column.name());
    LogicalType merged =
        known == null
            ? column.type()
            : Widening.wider(known, column.type())
                .orElseThrow(
                    () ->
                        mismatch(
                            "Column '"
                                + column.name()
                                + "' is "
                                + column.type().text()
                                + " in "
                                + group.shown()
                                + " and "
                                + known.text()
                                + " elsewhere, and no type holds both; convert the files, or set"
                                + " onDrift: rescue."));
    target.put(column.name(), merged);
  }

  private void requireSomewhere(Schema wanted, List<FileColumns> groups) {
    for (Column column : wanted.columns()) {
      if (groups.stream().noneMatch(group -> group.schema().has(column.name()))) {
        throw new MillraceException(
            StandardError.UNKNOWN_COLUMN,
            "No file of '" + path + "' has a column '" + column.name() + "', which schema names.");
      }
    }
  }

  private static Schema withRescued(Schema schema) {
    if (schema.has(UnifiedFrame.RESCUED)) {
      throw new MillraceException(
          StandardError.DUPLICATE_COLUMN,
          "A file has a column '"
              + UnifiedFrame.RESCUED
              + "' of its own; set onDrift to fail or add.");
    }
    return schema.with(Column.nullable(UnifiedFrame.RESCUED, LogicalType.Simple.STRING));
  }

  private MillraceException refused(FileColumns group, Differences found) {
    return mismatch(
        group.shown()
            + (group.files().size() == 1 ? " does" : " do")
            + " not have "
            + expected
            + ": "
            + found.text()
            + "; set onDrift to add or rescue, or read them by separate stages.");
  }

  private static MillraceException mismatch(String message) {
    return new MillraceException(StandardError.SCHEMA_MISMATCH, message);
  }

  /** What a user should know about files that lack columns; empty if none does. */
  static List<String> missing(Schema target, List<FileColumns> groups) {
    List<String> notes = new ArrayList<>();
    for (FileColumns group : groups) {
      List<String> names =
          target.names().stream()
              .filter(name -> !name.equals(UnifiedFrame.RESCUED) && !group.schema().has(name))
              .toList();
      if (!names.isEmpty()) {
        notes.add(
            "Missing in " + group.shown() + ", read as nulls: " + String.join(", ", names) + ".");
      }
    }
    return notes;
  }

  /** In what a file differs from what is expected; the order of columns does not count. */
  private record Differences(List<String> added, List<String> missing, List<String> changed) {
    static Differences between(Schema wanted, Schema found) {
      Differences differences =
          new Differences(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (Column column : found.columns()) {
        if (!wanted.has(column.name())) {
          differences.added.add("'" + column.name() + "' " + column.type().text());
        } else {
          differences.compare(wanted.column(column.name()).orElseThrow(), column);
        }
      }
      for (Column column : wanted.columns()) {
        if (!found.has(column.name())) {
          differences.missing.add("'" + column.name() + "' " + column.type().text());
        }
      }
      return differences;
    }

    private void compare(Column wanted, Column found) {
      if (!Widening.fits(found.type(), wanted.type())) {
        changed.add(
            "'" + found.name() + "' from " + wanted.type().text() + " to " + found.type().text());
      }
    }

    boolean matter() {
      return !added.isEmpty() || !missing.isEmpty() || !changed.isEmpty();
    }

    String text() {
      List<String> parts = new ArrayList<>();
      add(parts, "new columns ", added);
      add(parts, "missing columns ", missing);
      add(parts, "changed columns ", changed);
      return String.join("; ", parts);
    }

    private static void add(List<String> parts, String title, List<String> columns) {
      if (!columns.isEmpty()) {
        parts.add(title + String.join(", ", columns));
      }
    }
  }
}
