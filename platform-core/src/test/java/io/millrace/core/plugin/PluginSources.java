package io.millrace.core.plugin;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Source texts of the plugins that these tests compile. */
final class PluginSources {
  private PluginSources() {}

  /**
   * A factory of a deployer.
   *
   * @param className with its package
   * @param name the stage's name
   * @param help a Java expression that gives the line of help
   */
  static String factory(String className, String name, String help) {
    int dot = className.lastIndexOf('.');
    return """
        package %s;

        import io.millrace.api.*;
        import io.millrace.api.schema.DatasetType;

        public final class %s implements StageFactory<Object, %s.Options> {
          public record Options(String text) {}

          public String name() { return "%s"; }
          public StageKind kind() { return StageKind.DEPLOYER; }
          public DatasetType<Object> datasetType() { return new DatasetType<>("any", Object.class); }
          public Class<Options> optionsType() { return Options.class; }
          public String help() { return %s; }
          public String example() { return "text: hello"; }
          public Stage<Object> create(Options options) { throw new IllegalArgumentException(); }
        }
        """
        .formatted(
            className.substring(0, dot),
            className.substring(dot + 1),
            className.substring(dot + 1),
            name,
            help);
  }

  /** The family {@code com.acme.Family} of factories in its package. */
  static String family(String... factories) {
    String made = Stream.of(factories).map("new %s()"::formatted).collect(Collectors.joining(", "));
    return """
        package com.acme;

        import io.millrace.api.*;
        import java.util.List;

        public final class Family implements StageFamily<Object> {
          public List<StageFactory<Object, ?>> stages() { return List.of(%s); }
        }
        """
        .formatted(made);
  }

  /** A class with a static method {@code text()} that gives that text. */
  static String text(String className, String text) {
    int dot = className.lastIndexOf('.');
    return """
        package %s;

        public final class %s {
          private %s() {}

          public static String text() { return "%s"; }
        }
        """
        .formatted(
            className.substring(0, dot),
            className.substring(dot + 1),
            className.substring(dot + 1),
            text);
  }
}
