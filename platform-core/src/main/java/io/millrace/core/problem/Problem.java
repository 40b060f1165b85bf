package io.millrace.core.problem;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;

/**
 * One mistake.
 *
 * @param file the file's name, or the name of the flag that holds the mistake
 * @param line from 1; 0 for a flag
 * @param column from 1; 0 for a flag
 * @param code what is wrong
 * @param message one sentence: what, and what to do
 */
public record Problem(String file, int line, int column, ErrorCode code, String message) {
  public Problem {
    requireNonNull(file, "file is null");
    requireNonNull(code, "code is null");
    requireNonNull(message, "message is null");
  }

  /** {@code file:line:column: [CODE] message}; {@code --flag: [CODE] message} for a flag. */
  public String text() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    return place + ": [" + code.name() + "] " + message;
  }
}
