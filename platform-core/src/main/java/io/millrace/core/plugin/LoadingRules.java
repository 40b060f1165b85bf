package io.millrace.core.plugin;

import java.util.List;
import java.util.stream.Stream;

/**
 * Decides from the name of a class or a resource whether a plugin gets it from the host or from its
 * own jar. What stands in neither list comes from the jar if the jar holds it, else from the host:
 * so a plugin may bring its own version of any library.
 *
 * @param parentOnly prefixes, each with a dot at its end, of what only the host gives
 * @param parentFirst prefixes of what the host gives where it has it, else the jar
 */
record LoadingRules(List<String> parentOnly, List<String> parentFirst) {
  /**
   * What host and plugin exchange, or what may be in a JVM once only: a copy in the jar could only
   * give "X cannot be cast to X". A jar that holds such classes works; they are ignored.
   */
  private static final List<String> PARENT_ONLY =
      List.of(
          // The JVM refuses java.; the others are its private parts.
          "java.",
          "jdk.",
          "sun.",
          // Every method of Spark's Scala side speaks of it; two Scalas in one closure don't work.
          "scala.",
          // The contracts themselves.
          "io.millrace.api.",
          "io.millrace.spark.api.",
          "io.millrace.spark.scoring.",
          "io.millrace.model.",
          // Annotations in the api's signatures.
          "org.jspecify.",
          // The host's logging is where a plugin's log lines belong.
          "org.slf4j.");

  /**
   * Families of which the host holds the core, and a plugin may bring a member that the host lacks:
   * a connector {@code org.apache.spark.sql.kafka010}, a file system {@code
   * org.apache.hadoop.fs.s3a}.
   */
  private static final List<String> PARENT_FIRST =
      List.of(
          // JDK modules and JSRs share these names; java.sql stands above, javax.inject is a jar.
          "javax.",
          "org.w3c.dom.",
          "org.xml.sax.",
          "org.apache.spark.",
          "org.apache.hadoop.",
          "io.delta.",
          // Back ends of slf4j, and in signatures of Spark's Logging trait.
          "org.apache.logging.",
          "org.apache.log4j.",
          // In signatures of Spark ML's readers and writers, which a plugin's own stages extend.
          "org.json4s.");

  /** The rules for every plugin. */
  static final LoadingRules PLATFORM = new LoadingRules(PARENT_ONLY, PARENT_FIRST);

  LoadingRules {
    parentOnly = List.copyOf(parentOnly);
    parentFirst = List.copyOf(parentFirst);
    Stream.concat(parentOnly.stream(), parentFirst.stream())
        .filter(prefix -> !prefix.endsWith("."))
        .findFirst()
        .ifPresent(
            prefix -> {
              throw new IllegalArgumentException("prefix '" + prefix + "' does not end with a dot");
            });
  }

  /** Where a class or a resource comes from. */
  enum Source {
    /** The host alone. */
    PARENT_ONLY,
    /** The host; what it lacks, the jar. */
    PARENT_FIRST,
    /** The jar; what it lacks, the host. */
    CHILD_FIRST
  }

  /** Where the class of that name, as {@code com.acme.Stage}, comes from. */
  Source ofClass(String name) {
    return startsWithAny(parentOnly, name)
        ? Source.PARENT_ONLY
        : startsWithAny(parentFirst, name) ? Source.PARENT_FIRST : Source.CHILD_FIRST;
  }

  /** Where the resource of that name, as {@code com/acme/words.txt}, comes from. */
  Source ofResource(String name) {
    return ofClass(name.replace('/', '.'));
  }

  private static boolean startsWithAny(List<String> prefixes, String name) {
    return prefixes.stream().anyMatch(name::startsWith);
  }
}
