package io.millrace.serving.log;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Failures of files in words. */
final class SegmentFailures {
  private SegmentFailures() {}

  /** What failed, as a clause: the system's own words, with the file where it names one. */
  static String clause(IOException e) {
    if (e instanceof FileSystemException known) {
      String reason = known.getReason() == null ? kind(known) : known.getReason();
      return "%s (%s)".formatted(reason, known.getFile());
    }
    @Nullable String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static String kind(FileSystemException e) {
    return switch (e.getClass().getSimpleName()) {
      case "AccessDeniedException" -> "access denied";
      case "NoSuchFileException" -> "no such file";
      case "FileAlreadyExistsException" -> "a file is in the way";
      default -> e.getClass().getSimpleName();
    };
  }
}
