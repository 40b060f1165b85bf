package io.millrace.core.options;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The type of an option. */
public sealed interface OptionType {
  /** As the reference writes it: {@code list of string}. */
  String text();

  /** Types without parts. */
  enum Simple implements OptionType {
    STRING("string", "a text"),
    BOOLEAN("boolean", "true or false"),
    INT("int", "a whole number"),
    LONG("long", "a whole number"),
    DOUBLE("double", "a number"),
    COLUMN_TYPE("type", "a type as 'double' or 'decimal(10,2)'");

    private final String text;
    private final String described;

    Simple(String text, String described) {
      this.text = text;
      this.described = described;
    }

    @Override
    public String text() {
      return text;
    }

    /** As messages say what is expected. */
    String described() {
      return described;
    }
  }

  /**
   * One of a few texts.
   *
   * @param choices the values of the enum by the texts that users write, in order
   */
  record ChoiceOf(Map<String, Object> choices) implements OptionType {
    public ChoiceOf {
      choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    }

    @Override
    public String text() {
      return String.join(" | ", choices.keySet());
    }
  }

  /**
   * A list.
   *
   * @param element the type of each value
   */
  record ListOf(OptionType element) implements OptionType {
    @Override
    public String text() {
      return "list of " + element.text();
    }
  }

  /**
   * A map with texts as keys.
   *
   * @param value the type of each value
   */
  record MapOf(OptionType value) implements OptionType {
    @Override
    public String text() {
      return "map of " + value.text();
    }
  }

  /**
   * A map with fixed keys.
   *
   * @param fields the keys
   */
  record RecordOf(OptionsDescriptor fields) implements OptionType {
    @Override
    public String text() {
      return "options";
    }
  }
}
