package io.millrace.core.template;

import java.nio.file.Path;
import java.util.List;

/**
 * A project that was written.
 *
 * @param name what it calls itself
 * @param directory where it lies
 * @param files what it holds, relative to the directory, in the order written
 * @param commands what to type next, in order
 */
public record NewProject(String name, Path directory, List<Path> files, List<String> commands) {
  public NewProject {
    files = List.copyOf(files);
    commands = List.copyOf(commands);
  }
}
