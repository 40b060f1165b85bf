package io.millrace.core.options;

import java.util.List;
import java.util.Optional;

/**
 * All that is known of an options record: the single source for parsing, validation, JSON Schema
 * and reference.
 *
 * @param type the record
 * @param options its components, in order
 * @param groups options that exclude each other
 */
public record OptionsDescriptor(
    Class<? extends Record> type, List<Option> options, List<ExclusiveGroup> groups) {
  private static final ClassValue<OptionsDescriptor> CACHE =
      new ClassValue<>() {
        @Override
        protected OptionsDescriptor computeValue(Class<?> type) {
          return RecordReflection.describe(type.asSubclass(Record.class));
        }
      };

  public OptionsDescriptor {
    options = List.copyOf(options);
    groups = List.copyOf(groups);
  }

  /**
   * The description of a record; computed once.
   *
   * @throws io.millrace.api.error.MillraceException PLUGIN_BROKEN, if the record is none that can
   *     be bound: a component of a type that options don't have, a default that does not fit
   */
  public static OptionsDescriptor of(Class<? extends Record> type) {
    return CACHE.get(type);
  }

  /** The option of that name. */
  public Optional<Option> find(String name) {
    return options.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  /** The names of all options, in order. */
  public List<String> names() {
    return options.stream().map(Option::name).toList();
  }

  /**
   * Options of which at most one may be given.
   *
   * @param names the options
   * @param oneRequired whether one must be given
   */
  public record ExclusiveGroup(List<String> names, boolean oneRequired) {
    public ExclusiveGroup {
      names = List.copyOf(names);
    }
  }
}
