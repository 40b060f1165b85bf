package io.millrace.core.options;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import io.millrace.api.option.Range;
import io.millrace.api.option.SecretOption;
import io.millrace.api.option.Tunable;
import io.millrace.api.schema.LogicalType;
import io.millrace.core.options.Option.Columns;
import io.millrace.core.options.OptionsDescriptor.ExclusiveGroup;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlNode;
import io.millrace.core.yaml.YamlParser;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads an options record. */
final class RecordReflection {
  /** Deeper nesting is a record that holds itself. */
  private static final int MAX_DEPTH = 8;

  private static final Position DEFAULT = Position.of("default");

  private static final Map<Class<?>, OptionType> SIMPLE =
      Map.of(
          String.class, OptionType.Simple.STRING,
          boolean.class, OptionType.Simple.BOOLEAN,
          Boolean.class, OptionType.Simple.BOOLEAN,
          int.class, OptionType.Simple.INT,
          Integer.class, OptionType.Simple.INT,
          long.class, OptionType.Simple.LONG,
          Long.class, OptionType.Simple.LONG,
          double.class, OptionType.Simple.DOUBLE,
          Double.class, OptionType.Simple.DOUBLE,
          LogicalType.class, OptionType.Simple.COLUMN_TYPE);

  private final Class<? extends Record> type;
  private final int depth;

  private RecordReflection(Class<? extends Record> type, int depth) {
    this.type = type;
    this.depth = depth;
  }

  static OptionsDescriptor describe(Class<? extends Record> type) {
    return new RecordReflection(type, 0).describe();
  }

  private OptionsDescriptor describe() {
    List<Option> options = Arrays.stream(type.getRecordComponents()).map(this::option).toList();
    List<ExclusiveGroup> groups =
        Stream.of(type.getAnnotationsByType(Exclusive.class))
            .map(group -> new ExclusiveGroup(List.of(group.value()), group.oneRequired()))
            .toList();
    OptionsDescriptor descriptor = new OptionsDescriptor(type, options, groups);
    checkGroups(descriptor);
    options.forEach(this::checkDefault);
    return descriptor;
  }

  private Option option(RecordComponent component) {
    Default given = component.getAnnotation(Default.class);
    Help help = component.getAnnotation(Help.class);
    Range range = component.getAnnotation(Range.class);
    return new Option(
        component.getName(),
        typeOf(component.getGenericType(), component.getName()),
        given == null ? null : parse(component, given.value()),
        isNullable(component),
        help == null ? "" : help.value(),
        range == null ? null : Bounds.of(range),
        component.isAnnotationPresent(NotEmpty.class),
        component.isAnnotationPresent(Tunable.class),
        columns(component),
        component.isAnnotationPresent(SecretOption.class));
  }

  private static Columns columns(RecordComponent component) {
    if (component.isAnnotationPresent(InputColumn.class)) {
      return Columns.INPUT;
    }
    return component.isAnnotationPresent(OutputColumn.class) ? Columns.OUTPUT : Columns.NONE;
  }

  /** By simple name: a plugin may bring its own copy of the annotation. */
  private static boolean isNullable(RecordComponent component) {
    return Stream.of(component.getAnnotatedType().getAnnotations(), component.getAnnotations())
        .flatMap(Arrays::stream)
        .map(Annotation::annotationType)
        .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
  }

  private OptionType typeOf(Type generic, String name) {
    if (generic instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      if (parameterized.getRawType() == List.class) {
        return new OptionType.ListOf(typeOf(arguments[0], name));
      }
      if (parameterized.getRawType() == Map.class && arguments[0] == String.class) {
        return new OptionType.MapOf(typeOf(arguments[1], name));
      }
    }
    OptionType plain = generic instanceof Class<?> raw ? plain(raw) : null;
    if (plain == null) {
      throw broken(name, "has a type that options can't have: " + generic.getTypeName());
    }
    return plain;
  }

  private @Nullable OptionType plain(Class<?> raw) {
    OptionType simple = SIMPLE.get(raw);
    if (simple != null) {
      return simple;
    }
    if (raw.isEnum()) {
      return choice(raw);
    }
    if (!raw.isRecord() || depth >= MAX_DEPTH) {
      return null;
    }
    return new OptionType.RecordOf(
        new RecordReflection(raw.asSubclass(Record.class), depth + 1).describe());
  }

  private static OptionType choice(Class<?> raw) {
    Map<String, Object> choices = new LinkedHashMap<>();
    for (Object constant : raw.getEnumConstants()) {
      String text = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
      choices.put(text, constant);
    }
    return new OptionType.ChoiceOf(choices);
  }

  /** A text may be written without YAML's quotes where it is no YAML: {@code ,} {@code #}. */
  private YamlNode parse(RecordComponent component, String yaml) {
    boolean isText = component.getType() == String.class;
    YamlNode text = new YamlNode.Scalar(yaml, true, false, DEFAULT);
    try {
      YamlNode parsed = YamlParser.parse(yaml, DEFAULT.source(), new ProblemLog());
      return isText && !(parsed instanceof YamlNode.Scalar && !parsed.isNull()) ? text : parsed;
    } catch (YamlException e) {
      if (isText) {
        return text;
      }
      throw broken(component.getName(), "has a default that is no YAML: " + yaml);
    }
  }

  private void checkGroups(OptionsDescriptor descriptor) {
    for (ExclusiveGroup group : descriptor.groups()) {
      for (String name : group.names()) {
        if (descriptor.find(name).map(Option::required).orElse(true)) {
          throw broken(name, "is named by @Exclusive but is no option, or one that is required");
        }
      }
    }
  }

  private void checkDefault(Option option) {
    YamlNode given = option.defaultOrNull();
    if (given == null) {
      return;
    }
    ProblemLog problems = new ProblemLog();
    ValueBinder binder = new ValueBinder("", problems, TextResolver.AS_WRITTEN);
    if (given.isNull() || binder.bind(option, given, option.name()) == null) {
      String why =
          problems.sorted(text -> text).stream()
              .findFirst()
              .map(p -> ": " + p.message())
              .orElse("");
      throw broken(option.name(), "has a default that does not fit" + why);
    }
  }

  private MillraceException broken(String component, String what) {
    return new MillraceException(
        StandardError.PLUGIN_BROKEN,
        "option '" + component + "' of " + type.getName() + " " + what);
  }

  /** The canonical constructor. */
  static Constructor<? extends Record> constructor(Class<? extends Record> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor: " + type, e);
    }
  }
}
