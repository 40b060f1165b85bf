package io.millrace.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Commands that start a JVM with this one's class path, all with the same flags. */
final class JavaCommand {
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final String HEAP = "-Xmx4g";

  /** Spark's own JavaModuleOptions. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar",
          "java.security.jgss/sun.security.krb5");

  private JavaCommand() {}

  /** A run of a pipeline over data, with a home of its own. */
  static List<String> millrace(Path directory, Path pipeline, Path data) {
    return of(
        "io.millrace.app.Main",
        "--home",
        directory.resolve("home").toString(),
        "--output",
        "json",
        "run",
        pipeline.toString(),
        "--param",
        "data=" + data);
  }

  /** A JVM that runs a main class, for Spark. */
  static List<String> of(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>(List.of(JAVA, HEAP, "-Xss4m"));
    OPENED.forEach(opened -> command.add("--add-opens=" + opened + "=ALL-UNNAMED"));
    command.add("-Djdk.reflect.useDirectMethodHandle=false");
    command.add("-Dio.netty.tryReflectionSetAccessible=true");
    // Neither program is to spend its time on logging.
    command.add("-Dlog4j2.configurationFile=classpath:io/millrace/app/log4j2.properties");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    Stream.of(arguments).forEach(command::add);
    return command;
  }
}
