package io.millrace.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a jar in the form in which a JVM holds them in memory, with which a process starts
 * in half the time. The first process that ends well leaves one. A JVM passes over an archive that
 * is not its own or does not fit the jar; nothing here ever stops a start.
 *
 * @param fileOrNull the archive; null for none
 * @param made whether it is there
 */
record ClassArchive(@Nullable Path fileOrNull, boolean made) {
  /** No archive is used, and none is made. */
  static final ClassArchive NONE = new ClassArchive(null, false);

  /** As the launcher has it: "off" makes and uses no archives. */
  private static final String SWITCH = "MILLRACE_QUICK_START";

  /** The JVM says on standard output what it thinks of an archive. */
  private static final List<String> QUIET = List.of("-Xlog:disable", "-Xlog:all=error:stderr");

  private static final int NAME_BYTES = 8;

  /** The archive of a jar for the JVM that runs this, in a directory that is made. */
  static ClassArchive of(Path jar, Path directory) {
    if ("off".equals(System.getenv(SWITCH))) {
      return NONE;
    }
    try {
      Path file = directory.resolve(name(jar) + ".jsa");
      boolean made = Files.isRegularFile(file);
      if (!made) {
        Files.createDirectories(directory);
      }
      return made || Files.isWritable(directory) ? new ClassArchive(file, made) : NONE;
    } catch (IOException e) {
      // A start without one is slower, and that is all.
      return NONE;
    }
  }

  /** What the JVM is told. */
  List<String> options() {
    if (fileOrNull == null) {
      return List.of();
    }
    String option = made ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
    return List.of(
        QUIET.get(0), QUIET.get(1), "-Xshare:auto", option + (made ? fileOrNull : part()));
  }

  /** Keeps what the process left; the archive of one that failed may not be whole. */
  void ended(int exitCode) {
    if (fileOrNull == null || made) {
      return;
    }
    try {
      if (exitCode == 0 && Files.isRegularFile(part())) {
        Files.move(part(), fileOrNull, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(part());
      }
    } catch (IOException e) {
      // Another start makes it.
    }
  }

  /** Of this process alone, since several may start at a time. */
  private Path part() {
    return Path.of(fileOrNull + "." + ProcessHandle.current().pid());
  }

  private static String name(Path jar) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String property : List.of("java.vm.vendor", "java.vm.name", "java.vm.version")) {
        digest.update(
            System.getProperty(property, "").getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
      try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return "serving-" + HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
