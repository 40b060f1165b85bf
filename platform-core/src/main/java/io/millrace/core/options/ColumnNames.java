package io.millrace.core.options;

import io.millrace.core.options.Option.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns that options name: a text, each of a list of texts, each key of a map. */
public final class ColumnNames {
  private final List<Named> found = new ArrayList<>();

  private ColumnNames() {}

  /**
   * A column that an option names.
   *
   * @param path the option's path, as in {@code columns[2]}
   * @param column the column's name
   */
  public record Named(String path, String column) {}

  /** The input columns that bound options name. */
  public static List<Named> inputs(OptionsDescriptor descriptor, Map<String, ?> json) {
    ColumnNames names = new ColumnNames();
    names.record(descriptor, json, "");
    return names.found;
  }

  private void record(OptionsDescriptor descriptor, Map<?, ?> json, String path) {
    for (Option option : descriptor.options()) {
      Object value = json.get(option.name());
      if (option.columns() == Columns.INPUT) {
        names(value, path + option.name());
      } else {
        nested(option.type(), value, path + option.name());
      }
    }
  }

  private void names(@Nullable Object value, String path) {
    if (value instanceof String column) {
      found.add(new Named(path, column));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        names(list.get(i), path + "[" + i + "]");
      }
    } else if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> names(key, path + "." + key));
    }
  }

  private void nested(OptionType type, @Nullable Object value, String path) {
    if (type instanceof OptionType.RecordOf fields && value instanceof Map<?, ?> map) {
      record(fields.fields(), map, path + ".");
    } else if (type instanceof OptionType.ListOf of && value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        nested(of.element(), list.get(i), path + "[" + i + "]");
      }
    } else if (type instanceof OptionType.MapOf of && value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> nested(of.value(), item, path + "." + key));
    }
  }
}
