package io.millrace.stages.ingest;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Files that have the same columns.
 *
 * @param files at least one
 * @param schema their columns
 */
record FileColumns(List<Path> files, Schema schema) {
  FileColumns {
    files = List.copyOf(files);
  }

  /** Groups files by their columns, in the order of the files. */
  static List<FileColumns> groups(List<Path> files, List<Schema> schemas) {
    Map<Schema, List<Path>> groups = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      groups.computeIfAbsent(nullable(schemas.get(i)), key -> new ArrayList<>()).add(files.get(i));
    }
    return groups.entrySet().stream()
        .map(entry -> new FileColumns(entry.getValue(), entry.getKey()))
        .toList();
  }

  /** Files promise nothing: another writer may leave values out. */
  private static Schema nullable(Schema schema) {
    return Schema.of(
        schema.columns().stream().map(c -> Column.nullable(c.name(), c.type())).toList());
  }

  /** How messages name them: the first, and how many there are besides. */
  String shown() {
    String first = "'" + SourceFiles.shown(files.get(0)) + "'";
    int others = files.size() - 1;
    return others == 0
        ? first
        : first + " and " + others + (others == 1 ? " other file" : " other files");
  }
}
