package io.millrace.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 of files, and of lists of files. */
public final class FileHashes {
  private FileHashes() {}

  /** Stands for the hash of a link, so that it never passes for what it points to. */
  static final String LINK = "a link";

  /** The files below a directory, by their path in it with slashes, each with its hash. */
  static SortedMap<String, String> below(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    SortedMap<String, String> hashes = new TreeMap<>();
    for (Path path : paths) {
      boolean regular = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
      hashes.put(relative(directory, path), regular ? of(path) : LINK);
    }
    return hashes;
  }

  /**
   * The hash of a directory: over the list of its files with their hashes, in the format of {@code
   * sha256sum} and the order of their paths. That of a model package is its package hash.
   */
  public static String ofDirectory(Path directory) throws IOException {
    return ofList(below(directory));
  }

  /** The hash of one file, in hexadecimal. */
  public static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash of a list of files: one line each, in the format of {@code sha256sum}. */
  static String ofList(SortedMap<String, String> hashes) {
    MessageDigest digest = sha256();
    hashes.forEach((path, hash) -> digest.update((hash + "  " + path + "\n").getBytes(UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The path below a directory, with slashes. */
  static String relative(Path directory, Path path) {
    StringBuilder name = new StringBuilder();
    for (Path segment : directory.relativize(path)) {
      name.append(name.isEmpty() ? "" : "/").append(segment);
    }
    return name.toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
