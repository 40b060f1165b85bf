package io.millrace.storage.delta;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.api.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.delta.DeltaColumnMapping;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The schema that a table has after a publication, given what it has before.
 *
 * @param target the columns of the next version
 * @param widens whether columns that rows are kept of get another type
 * @param changes whether target is not what the table has now
 */
record TableSchema(StructType target, boolean widens, boolean changes) {

  /** For a table that is made by this publication. */
  static TableSchema ofNew(StructType frame) {
    return new TableSchema(frame, false, true);
  }

  /**
   * For a table that is there.
   *
   * @throws MillraceException SCHEMA_MISMATCH, if the table can't take the frame
   */
  static TableSchema evolved(
      StructType tableWithIds, StructType frame, String what, TableWrite publication) {
    StructType table = DeltaColumnMapping.dropColumnMappingMetadata(tableWithIds);
    Differences differences = Differences.between(table, frame);
    boolean refused = !publication.evolveSchema() || differences.hasIncompatible();
    if (!publication.anySchema() && !differences.isEmpty() && refused) {
      throw differences.refused(what, publication);
    }
    StructType target = publication.replacesTable() ? frame : columns(table, frame);
    boolean widens = !publication.replacesTable() && !keepsTypes(table, target);
    boolean changes = !target.asNullable().equals(table.asNullable());
    return new TableSchema(target, widens, changes);
  }

  /** The columns of one schema, wide enough for another, and what only the other has. */
  private static StructType columns(StructType first, StructType other) {
    Map<String, StructField> fields = new LinkedHashMap<>();
    for (StructField field : first.fields()) {
      fields.put(field.name(), field);
    }
    for (StructField field : other.fields()) {
      StructField known = fields.get(field.name());
      fields.put(field.name(), known == null ? field : widened(known, field.dataType()));
    }
    return new StructType(fields.values().toArray(StructField[]::new));
  }

  private static StructField widened(StructField field, DataType other) {
    return new StructField(
        field.name(),
        TypeWidening.wider(field.dataType(), other).orElseThrow(),
        field.nullable(),
        field.metadata());
  }

  private static boolean keepsTypes(StructType table, StructType target) {
    for (StructField field : table.fields()) {
      if (!TypeWidening.same(field.dataType(), target.apply(field.name()).dataType())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks what Delta can hold: names that differ in more than case, types that it knows.
   *
   * @throws MillraceException DUPLICATE_COLUMN or SCHEMA_MISMATCH
   */
  static void requireStorable(StructType frame) {
    Schemas.fromSpark(frame);
    Map<String, String> seen = new TreeMap<>();
    for (String name : frame.fieldNames()) {
      String other = seen.put(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw new MillraceException(
            StandardError.DUPLICATE_COLUMN,
            "The columns '"
                + other
                + "' and '"
                + name
                + "' differ in case only, and a feature table can't hold both; rename one of them.");
      }
    }
  }

  /** In what a table and a frame differ; order and missing values don't count. */
  private record Differences(
      List<String> added, List<String> missing, List<String> changed, List<String> incompatible) {

    static Differences between(StructType table, StructType frame) {
      Differences found =
          new Differences(
              new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (StructField field : frame.fields()) {
        Optional<StructField> known = field(table, field.name());
        if (known.isEmpty()) {
          found.added.add(named(field));
        } else {
          found.compare(known.get(), field);
        }
      }
      for (StructField field : table.fields()) {
        if (field(frame, field.name()).isEmpty()) {
          found.missing.add(named(field));
        }
      }
      return found;
    }

    private void compare(StructField table, StructField frame) {
      String change =
          "'" + table.name() + "' from " + text(table.dataType()) + " to " + text(frame.dataType());
      if (!table.name().equals(frame.name())) {
        incompatible.add("'" + table.name() + "' is written '" + frame.name() + "'");
      } else if (TypeWidening.wider(table.dataType(), frame.dataType()).isEmpty()) {
        incompatible.add(change);
      } else if (!TypeWidening.same(table.dataType(), frame.dataType())) {
        changed.add(change);
      }
    }

    /** Delta compares names without regard to case, so a name in another case is no new column. */
    private static Optional<StructField> field(StructType type, String name) {
      for (StructField field : type.fields()) {
        if (field.name().equalsIgnoreCase(name)) {
          return Optional.of(field);
        }
      }
      return Optional.empty();
    }

    private static String named(StructField field) {
      return "'" + field.name() + "' " + text(field.dataType());
    }

    private static String text(DataType type) {
      return Schemas.logicalType(type).map(LogicalType::text).orElse(type.sql());
    }

    boolean isEmpty() {
      return added.isEmpty() && missing.isEmpty() && changed.isEmpty() && incompatible.isEmpty();
    }

    boolean hasIncompatible() {
      return !incompatible.isEmpty();
    }

    MillraceException refused(String what, TableWrite publication) {
      List<String> parts = new ArrayList<>();
      add(parts, "new columns ", added);
      add(parts, "missing columns ", missing);
      List<String> types = new ArrayList<>(changed);
      types.addAll(incompatible);
      add(parts, "changed columns ", types);
      String remedy =
          hasIncompatible()
              ? "convert the changed columns to the table's types, or publish to another table."
              : publication.remedy();
      return new MillraceException(
          StandardError.SCHEMA_MISMATCH,
          "The frame does not have the schema of "
              + what
              + ": "
              + String.join("; ", parts)
              + "; "
              + remedy);
    }

    private static void add(List<String> parts, String title, List<String> columns) {
      if (!columns.isEmpty()) {
        parts.add(title + String.join(", ", columns));
      }
    }
  }
}
