package io.millrace.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Hashes of code, by which stages know that they changed: never a version string, which two builds
 * may share. The hash of a plugin is that of its whole jar, libraries included. On the class path
 * (where a fat jar of 300 MB may lie) it covers the files under the provider's <em>package
 * root</em>, and reads no more of a jar than its directory, which holds the size and check sum of
 * each file.
 */
final class CodeHash {
  /** {@code io.millrace.stages}, {@code com.acme.churn}: a product, not a corner of one. */
  private static final int ROOT_SEGMENTS = 3;

  private static final int BUFFER = 1 << 16;

  private CodeHash() {}

  /** The SHA-256 of a file's bytes, in hexadecimal. */
  static String ofFile(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The directory whose files count as the code of a class: the first three segments of its
   * package, or all of a shorter one, as {@code io/millrace/stages/}; empty for the unnamed
   * package, of which only the files at the top count.
   */
  static String root(String className) {
    String[] segments = className.split("\\.");
    int length = Math.min(ROOT_SEGMENTS, segments.length - 1);
    StringBuilder root = new StringBuilder();
    for (int i = 0; i < length; i++) {
      root.append(segments[i]).append('/');
    }
    return root.toString();
  }

  /**
   * The hash of the files under each of the roots.
   *
   * @param location a jar, or a directory of classes
   * @param roots as {@link #root} gives them
   */
  static Map<String, String> ofRoots(Path location, Collection<String> roots) throws IOException {
    Map<String, SortedMap<String, String>> files = new HashMap<>();
    roots.forEach(root -> files.put(root, new TreeMap<>()));
    if (Files.isDirectory(location)) {
      for (String root : files.keySet()) {
        addDirectory(location, root, files);
      }
    } else {
      addJar(location, files);
    }
    Map<String, String> hashes = new HashMap<>();
    files.forEach((root, entries) -> hashes.put(root, hash(entries)));
    return hashes;
  }

  private static void addJar(Path jar, Map<String, SortedMap<String, String>> files)
      throws IOException {
    ZipDirectory.read(
        jar,
        files.keySet(),
        entry -> add(entry.name(), "crc32 " + entry.size() + " " + entry.crc32(), files));
  }

  private static void addDirectory(
      Path directory, String root, Map<String, SortedMap<String, String>> files)
      throws IOException {
    Path start = directory.resolve(root);
    if (!Files.isDirectory(start)) {
      return;
    }
    int depth = root.isEmpty() ? 1 : Integer.MAX_VALUE;
    try (Stream<Path> walk = Files.walk(start, depth)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        add(name, ofFile(file), files);
      }
    }
  }

  private static void add(
      String name, String content, Map<String, SortedMap<String, String>> files) {
    if (name.endsWith("/")) {
      return;
    }
    files.forEach(
        (root, entries) -> {
          if (root.isEmpty() ? name.indexOf('/') < 0 : name.startsWith(root)) {
            entries.put(name, content);
          }
        });
  }

  private static String hash(SortedMap<String, String> entries) {
    MessageDigest digest = sha256();
    entries.forEach(
        (name, content) ->
            digest.update((name + "\n" + content + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
