package io.millrace.app.command;

/**
 * A verb of the command line, with its options filled in by picocli. One object serves one call.
 */
public interface Command {
  /**
   * Does what the user asked for.
   *
   * @return the exit code
   * @throws io.millrace.api.error.MillraceException if it can't be done
   */
  int run(CommandContext context);
}
