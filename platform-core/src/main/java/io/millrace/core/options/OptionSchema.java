package io.millrace.core.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of options. */
final class OptionSchema {
  /** Where {@link PipelineSchema} defines what may stand for any value. */
  static final Map<String, Object> REFERENCE = Json.map("$ref", "#/$defs/reference");

  private OptionSchema() {}

  /** The schema of a {@code with:} map. */
  static Map<String, Object> of(OptionsDescriptor descriptor) {
    Map<String, Object> properties = new LinkedHashMap<>();
    descriptor.options().forEach(option -> properties.put(option.name(), of(option)));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    schema.put("properties", properties);
    List<String> required =
        descriptor.options().stream().filter(Option::required).map(Option::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    List<Object> rules = new ArrayList<>();
    descriptor.groups().forEach(group -> rules.addAll(rules(group)));
    if (!rules.isEmpty()) {
      schema.put("allOf", rules);
    }
    return schema;
  }

  private static List<Object> rules(OptionsDescriptor.ExclusiveGroup group) {
    List<Object> rules = new ArrayList<>();
    for (int i = 0; i < group.names().size(); i++) {
      for (int j = i + 1; j < group.names().size(); j++) {
        List<String> both = List.of(group.names().get(i), group.names().get(j));
        rules.add(Json.map("not", Json.map("required", both)));
      }
    }
    if (group.oneRequired()) {
      List<Object> one =
          group.names().stream().<Object>map(n -> Json.map("required", List.of(n))).toList();
      rules.add(Json.map("anyOf", one));
    }
    return rules;
  }

  private static Map<String, Object> of(Option option) {
    Map<String, Object> schema = new LinkedHashMap<>();
    String tunable = option.tunable() ? " (tunable)" : "";
    if (!option.help().isEmpty() || option.tunable()) {
      schema.put("description", (option.help() + tunable).strip());
    }
    option
        .defaultValue()
        .map(node -> new OptionsBinder.JsonValue(node.json()).valueOrNull())
        .ifPresent(value -> schema.put("default", value));
    schema.putAll(
        option.secret()
            ? Json.map("type", "string", "pattern", "\\$\\{secret:")
            : typed(option.type(), option, true));
    return schema;
  }

  /** Notempty holds for the option's own value only; a range for all numbers in it. */
  private static Map<String, Object> typed(OptionType type, Option option, boolean outer) {
    boolean notEmpty = outer && option.notEmpty();
    Map<String, Object> schema = new LinkedHashMap<>();
    if (type instanceof OptionType.ListOf list) {
      schema.put("type", "array");
      schema.put("items", typed(list.element(), option, false));
      putIf(notEmpty, schema, "minItems");
      return schema;
    }
    if (type instanceof OptionType.MapOf map) {
      schema.put("type", "object");
      schema.put("additionalProperties", typed(map.value(), option, false));
      putIf(notEmpty, schema, "minProperties");
      return schema;
    }
    if (type instanceof OptionType.RecordOf nested) {
      return of(nested.fields());
    }
    return type instanceof OptionType.ChoiceOf choice
        ? orReference(Json.map("enum", List.copyOf(choice.choices().keySet())))
        : simple((OptionType.Simple) type, option, notEmpty);
  }

  private static void putIf(boolean notEmpty, Map<String, Object> schema, String key) {
    if (notEmpty) {
      schema.put(key, 1);
    }
  }

  private static Map<String, Object> simple(
      OptionType.Simple type, Option option, boolean notEmpty) {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (type) {
      case STRING -> {
        // The binder takes 2020 or true for a text, too.
        schema.put("type", List.of("string", "number", "boolean"));
        putIf(notEmpty, schema, "minLength");
        return schema;
      }
      case COLUMN_TYPE -> {
        schema.put("type", "string");
        return schema;
      }
      case BOOLEAN -> schema.put("type", "boolean");
      case INT, LONG -> schema.put("type", "integer");
      case DOUBLE -> schema.put("type", "number");
    }
    option.bounds().ifPresent(bounds -> range(bounds, schema));
    return orReference(schema);
  }

  private static void range(Bounds bounds, Map<String, Object> schema) {
    if (!Double.isInfinite(bounds.min())) {
      schema.put(bounds.minExclusive() ? "exclusiveMinimum" : "minimum", bounds.min());
    }
    if (!Double.isInfinite(bounds.max())) {
      schema.put(bounds.maxExclusive() ? "exclusiveMaximum" : "maximum", bounds.max());
    }
  }

  private static Map<String, Object> orReference(Map<String, Object> schema) {
    return Json.map("anyOf", List.of(schema, REFERENCE));
  }
}
