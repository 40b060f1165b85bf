package io.millrace.app.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Types the commands of a page into one shell, in a directory and with a home of their own. */
final class Shell {
  private Shell() {}

  /**
   * All that a script prints, on both streams.
   *
   * @param directory the parent of {@code work}, where the script runs, and of {@code bin}, whose
   *     commands it finds first
   * @param minutes after which it and all that it started are ended
   */
  static String output(Path directory, String script, Map<String, String> environment, int minutes)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", script);
    bash.environment().merge("PATH", "", (path, none) -> directory.resolve("bin") + ":" + path);
    bash.environment().putAll(environment);
    bash.environment().remove("MILLRACE_HOME");
    // Pages quote what stays on a terminal, not the progress that a log has.
    bash.environment().put("MILLRACE_QUIET", "1");
    Process process =
        bash.directory(directory.resolve("work").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return Files.readString(output);
  }
}
