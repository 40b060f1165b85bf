package io.millrace.core.options;

import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes an options record of a YAML map, and reports all that does not fit. */
public final class OptionsBinder {
  private final OptionsDescriptor descriptor;
  private final ValueBinder values;

  private OptionsBinder(OptionsDescriptor descriptor, ValueBinder values) {
    this.descriptor = descriptor;
    this.values = values;
  }

  /**
   * A binder.
   *
   * @param owner whose options they are, for messages: {@code stage 'parts'}
   * @param problems gets what does not fit
   * @param secrets puts secrets into texts
   */
  public static OptionsBinder of(
      OptionsDescriptor descriptor, String owner, ProblemLog problems, TextResolver secrets) {
    return new OptionsBinder(descriptor, new ValueBinder(owner, problems, secrets));
  }

  /**
   * Binds.
   *
   * @param given the {@code with:} map
   * @param at where a missing option is reported
   * @return empty if something did not fit, which was reported
   */
  public Optional<BoundOptions> bind(YamlNode.Mapping given, Position at) {
    ValueBinder.Bound bound = values.record(descriptor, given, at, "");
    return bound == null ? Optional.empty() : Optional.of(options(bound));
  }

  /**
   * Checks one value against its option, as a tuning space needs it.
   *
   * @param where the value's path in messages
   * @return the JSON value as {@link BoundOptions#json} would hold it, in a holder since it may be
   *     null; empty if it did not fit, which was reported
   */
  public Optional<JsonValue> check(Option option, YamlNode value, String where) {
    ValueBinder.Bound bound = values.bind(option, value, where);
    return bound == null ? Optional.empty() : Optional.of(new JsonValue(bound.json()));
  }

  @SuppressWarnings("unchecked") // ValueBinder.record gives a map with the options' names as keys.
  private static BoundOptions options(ValueBinder.Bound bound) {
    Object json = bound.json();
    Object value = bound.value();
    if (json == null || value == null) {
      throw new IllegalStateException("a record is bound to a record");
    }
    return new BoundOptions((Record) value, (Map<String, @Nullable Object>) json);
  }

  /**
   * A JSON value.
   *
   * @param valueOrNull text, number, boolean, list, map or null
   */
  public record JsonValue(@Nullable Object valueOrNull) {}
}
