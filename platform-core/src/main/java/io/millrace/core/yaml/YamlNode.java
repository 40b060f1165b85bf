package io.millrace.core.yaml;

import static java.util.Objects.requireNonNull;

import io.millrace.core.problem.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node of a YAML tree. Immutable. */
public sealed interface YamlNode {
  /** Where it starts. */
  Position position();

  /**
   * The value as JSON has it: text, number, boolean, null, list, or map in the order of the file.
   */
  @Nullable Object json();

  /** As messages call it: {@code text 'abc'}, {@code number 5}, {@code a list}. */
  String described();

  /** Whether it stands for no value. */
  default boolean isNull() {
    return this instanceof Scalar scalar && !scalar.secret() && scalar.value() == null;
  }

  /** A tree without positions of its own: values made in Java, as {@link #json} gives them. */
  static YamlNode of(@Nullable Object json, Position position) {
    if (json instanceof Map<?, ?> map) {
      Map<String, Entry> entries = new LinkedHashMap<>();
      map.forEach(
          (key, v) -> entries.put(String.valueOf(key), new Entry(position, of(v, position))));
      return new Mapping(entries, position);
    }
    if (json instanceof Iterable<?> list) {
      List<YamlNode> items = new ArrayList<>();
      list.forEach(item -> items.add(of(item, position)));
      return new Sequence(items, position);
    }
    if (json instanceof Double || json instanceof Float) {
      return new Scalar(ofDouble(((Number) json).doubleValue()), false, false, position);
    }
    boolean plain = json == null || json instanceof Number || json instanceof Boolean;
    return new Scalar(String.valueOf(json), !plain, false, position);
  }

  private static String ofDouble(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    return Double.isNaN(value) ? ".nan" : Double.toString(value);
  }

  /**
   * One value.
   *
   * @param text as it is written, without quotes
   * @param quoted whether it is text whatever it looks like
   * @param secret whether the text holds {@code ${secret:X}}, still to be resolved
   * @param position where it starts
   */
  record Scalar(String text, boolean quoted, boolean secret, Position position)
      implements YamlNode {
    public Scalar {
      requireNonNull(text, "text is null");
      requireNonNull(position, "position is null");
    }

    /** Null, Boolean, Long, BigInteger (beyond long), Double or String. */
    public @Nullable Object value() {
      return quoted ? text : CoreScalar.value(text);
    }

    @Override
    public @Nullable Object json() {
      return value();
    }

    @Override
    public String described() {
      Object value = value();
      if (value instanceof Boolean || value == null) {
        return String.valueOf(value);
      }
      return value instanceof Number ? "the number " + text : "the text '" + text + "'";
    }
  }

  /**
   * A list.
   *
   * @param items in order
   * @param position where it starts
   */
  record Sequence(List<YamlNode> items, Position position) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
      requireNonNull(position, "position is null");
    }

    @Override
    public List<@Nullable Object> json() {
      List<@Nullable Object> values = new ArrayList<>();
      items.forEach(item -> values.add(item.json()));
      return Collections.unmodifiableList(values);
    }

    @Override
    public String described() {
      return "a list";
    }
  }

  /**
   * A map.
   *
   * @param entries by key, in order
   * @param position where it starts
   */
  record Mapping(Map<String, Entry> entries, Position position) implements YamlNode {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
      requireNonNull(position, "position is null");
    }

    /** A map without entries. */
    public static Mapping empty(Position position) {
      return new Mapping(Map.of(), position);
    }

    /** The value of a key; empty if it is missing or null. */
    public Optional<YamlNode> find(String key) {
      Entry entry = entries.get(key);
      return entry == null || entry.value().isNull()
          ? Optional.empty()
          : Optional.of(entry.value());
    }

    /** This map with one value replaced or added. */
    public Mapping with(String key, YamlNode value) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      Entry entry = entries.get(key);
      changed.put(key, new Entry(entry == null ? value.position() : entry.keyPosition(), value));
      return new Mapping(changed, position);
    }

    @Override
    public Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      entries.forEach((key, entry) -> values.put(key, entry.value().json()));
      return Collections.unmodifiableMap(values);
    }

    @Override
    public String described() {
      return "a map";
    }
  }

  /**
   * A value in a map.
   *
   * @param keyPosition where its key starts
   * @param value what the key has
   */
  record Entry(Position keyPosition, YamlNode value) {
    public Entry {
      requireNonNull(keyPosition, "keyPosition is null");
      requireNonNull(value, "value is null");
    }
  }

  /**
   * Stands where a value could not be made and the reason was reported, so that nothing else is
   * reported of it.
   *
   * @param position where the value would start
   */
  record Broken(Position position) implements YamlNode {
    @Override
    public @Nullable Object json() {
      return null;
    }

    @Override
    public String described() {
      return "no value";
    }
  }
}
