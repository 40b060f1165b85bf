package io.millrace.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a jar in the form in which a JVM holds them in memory, with which a process starts
 * in half the time. The first process that ends well leaves one. Nothing here ever stops a start: a
 * JVM passes over an archive that is not its own, and one that is not whole is not given to it.
 *
 * @param placeOrNull where archives lie; null if none is used and none is made
 * @param fileOrNull the archive; null if the process is to leave one
 */
record ClassArchive(@Nullable ArchiveDirectory placeOrNull, @Nullable Path fileOrNull) {
  /** No archive is used, and none is made. */
  static final ClassArchive NONE = new ClassArchive(null, null);

  /** As the launcher has it: "off" makes and uses no archives. */
  private static final String SWITCH = "MILLRACE_QUICK_START";

  /** The archive of a jar for the JVM that runs this, in a directory that is made. */
  static ClassArchive of(Path jar, Path directory) {
    if ("off".equals(System.getenv(SWITCH))) {
      return NONE;
    }
    try {
      ArchiveDirectory place = ArchiveDirectory.of(jar, directory);
      Optional<Path> file = place.whole();
      return file.isPresent() || place.isWritable()
          ? new ClassArchive(place, file.orElse(null))
          : NONE;
    } catch (IOException e) {
      // A start without one is slower, and that is all.
      return NONE;
    }
  }

  /** What the JVM is told; of archives it would speak on standard output. */
  List<String> options() {
    if (placeOrNull == null) {
      return List.of();
    }
    return List.of(
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        "-Xshare:auto",
        fileOrNull == null
            ? "-XX:ArchiveClassesAtExit=" + placeOrNull.part()
            : "-XX:SharedArchiveFile=" + fileOrNull);
  }

  /** Keeps what the process left; the archive of one that failed may not be whole. */
  void ended(int exitCode) {
    if (placeOrNull == null || fileOrNull != null) {
      return;
    }
    try {
      if (exitCode == 0) {
        placeOrNull.keep();
      } else {
        placeOrNull.drop();
      }
    } catch (IOException e) {
      // Another start makes it.
    }
  }
}
