package io.millrace.storage.delta;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a table or a folder of tables lies, in the forms that its readers take. Hadoop and Delta
 * take paths with a scheme and without URL encoding; users, for local files, plain paths.
 *
 * @param qualified with its scheme, not URL-encoded
 * @param local whether it is in the local file system
 */
record TablePath(String qualified, boolean local) {
  static TablePath of(URI uri) {
    if (uri.getScheme() == null || uri.getScheme().equals("file")) {
      return ofLocal(Path.of(uri.getPath()));
    }
    String authority = uri.getAuthority() == null ? "" : "//" + uri.getAuthority();
    return new TablePath(uri.getScheme() + ":" + authority + trimmed(uri.getPath()), false);
  }

  /** As users write it: a local path, or one that starts with a scheme. */
  static TablePath parse(String text) {
    if (!text.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      return ofLocal(Path.of(text));
    }
    if (text.startsWith("file:")) {
      return ofLocal(Path.of(text.substring("file:".length()).replaceFirst("^/+", "/")));
    }
    return new TablePath(trimmed(text), false);
  }

  private static TablePath ofLocal(Path path) {
    return new TablePath("file:" + path.toAbsolutePath().normalize(), true);
  }

  private static String trimmed(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  TablePath resolve(String child) {
    return new TablePath(qualified + "/" + child, local);
  }

  /** As a user would go and look. */
  String shown() {
    return local ? qualified.substring("file:".length()) : qualified;
  }
}
