package io.millrace.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Where class archives lie, of one jar and of others: {@code serving-JAR-SUM.jsa}. The first number
 * stands for the jar and the JVM that an archive was made with, the second is its own check sum: a
 * JVM maps an archive that was cut off as if it were whole, and crashes.
 *
 * @param directory the directory
 * @param key the first number
 */
record ArchiveDirectory(Path directory, String key) {
  private static final String PREFIX = "serving-";
  private static final String SUFFIX = ".jsa";

  /** For several builds and JVMs that share a home; an archive has some 20 MB. */
  private static final int KEPT = 4;

  /** That of a jar for the JVM that runs this; the directory is made. */
  static ArchiveDirectory of(Path jar, Path directory) throws IOException {
    Files.createDirectories(directory);
    CRC32 sum = new CRC32();
    // By these the JVM knows a jar again; it passes over the archive of a copy.
    for (Object part :
        List.of(jar.toAbsolutePath(), Files.size(jar), Files.getLastModifiedTime(jar))) {
      sum.update((part + "\n").getBytes(UTF_8));
    }
    for (String property :
        List.of("java.home", "java.vm.vendor", "java.vm.name", "java.vm.version")) {
      sum.update((System.getProperty(property) + "\n").getBytes(UTF_8));
    }
    return new ArchiveDirectory(directory, "%08x".formatted(sum.getValue()));
  }

  boolean isWritable() {
    return Files.isWritable(directory);
  }

  /** The jar's archive, if there is one that is whole. */
  Optional<Path> whole() throws IOException {
    for (Path file : files(PREFIX + key + "-*" + SUFFIX)) {
      if (file.equals(named(file))) {
        noteUse(file);
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Where this process has one written; several may start at a time. */
  Path part() {
    return directory.resolve(PREFIX + key + "." + ProcessHandle.current().pid());
  }

  /** Gives what was written its name, and frees the place of those that nobody will use. */
  void keep() throws IOException {
    if (Files.isRegularFile(part())) {
      Path file = named(part());
      Files.move(part(), file, StandardCopyOption.ATOMIC_MOVE);
      clearBut(file);
    }
  }

  /** Deletes what was written. */
  void drop() throws IOException {
    Files.deleteIfExists(part());
  }

  private static void noteUse(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Another user's: it is as good.
    }
  }

  /**
   * Deletes the jar's other archives, which are not whole, those of other jars but the last used,
   * and what processes left that are gone. A process that has one open keeps it.
   */
  private void clearBut(Path kept) throws IOException {
    List<Path> ofOthers = new ArrayList<>();
    for (Path file : files(PREFIX + "*")) {
      String name = String.valueOf(file.getFileName());
      if (!name.endsWith(SUFFIX)) {
        deleteIfLeft(file, name);
      } else if (!name.startsWith(PREFIX + key)) {
        ofOthers.add(file);
      } else if (!file.equals(kept)) {
        Files.deleteIfExists(file);
      }
    }
    ofOthers.sort(Comparator.comparing(ArchiveDirectory::lastUse).reversed());
    for (Path file : ofOthers.subList(Math.min(KEPT - 1, ofOthers.size()), ofOthers.size())) {
      Files.deleteIfExists(file);
    }
  }

  private static void deleteIfLeft(Path part, String name) throws IOException {
    String process = name.substring(name.lastIndexOf('.') + 1);
    boolean runs =
        process.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(process)).isPresent();
    if (!runs) {
      Files.deleteIfExists(part);
    }
  }

  private static FileTime lastUse(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private Path named(Path content) throws IOException {
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(content), sum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return directory.resolve("%s%s-%08x%s".formatted(PREFIX, key, sum.getValue(), SUFFIX));
  }

  private List<Path> files(String glob) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
      List<Path> found = new ArrayList<>();
      files.forEach(found::add);
      return found;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
