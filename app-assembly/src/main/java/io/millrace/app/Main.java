package io.millrace.app;

import io.millrace.app.command.Console;
import io.millrace.app.command.MaskedErr;

/** The main class of the command line. */
public final class Main {
  private Main() {}

  /** Runs one call; ends the process with its exit code. */
  public static void main(String[] words) {
    Console console = Console.ofProcess();
    MaskedErr.install(console);
    int exitCode = new Cli(console, System.getenv()).run(words);
    // Threads of libraries may linger; the work is done.
    System.exit(exitCode);
  }
}
