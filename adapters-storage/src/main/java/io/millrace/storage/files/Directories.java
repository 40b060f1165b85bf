package io.millrace.storage.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stores do with whole local directories. Links are never followed. */
final class Directories {
  private Directories() {}

  /** Brings what a directory holds to the disk, before a rename makes it visible. */
  static void force(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      List<Path> all = paths.toList();
      for (Path path : all) {
        if (Files.isRegularFile(path)) {
          forceOne(path, StandardOpenOption.WRITE);
        }
      }
      for (Path path : all) {
        if (Files.isDirectory(path)) {
          forceEntries(path);
        }
      }
    }
  }

  /**
   * Brings the entries of one directory to the disk, where the system lets a directory be opened.
   */
  static void forceEntries(Path directory) {
    try {
      forceOne(directory, StandardOpenOption.READ);
    } catch (IOException e) {
      // Windows opens no directories; a rename there is as durable as it gets.
      return;
    }
  }

  private static void forceOne(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  /** Deletes a tree; what is gone already is no failure. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Deletes a tree as far as it can be, where something worse is being reported already. */
  static void deleteQuietly(Path directory) {
    try {
      delete(directory);
    } catch (IOException | UncheckedIOException e) {
      // What is left lies among the unpublished, where the next cleaning finds it.
      return;
    }
  }

  /** The bytes of all files in a tree. */
  static long size(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
    }
  }

  static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
