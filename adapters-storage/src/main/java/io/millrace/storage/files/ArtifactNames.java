package io.millrace.storage.files;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.regex.Pattern;

/**
 * The names of artifacts as paths below a store's root. A published directory carries a suffix that
 * no name may have, so that a folder of artifacts and an artifact can't be mistaken for each other,
 * and what is published needs no marker among its own files.
 */
final class ArtifactNames {
  static final String SUFFIX = ".artifact";

  /** Holds what is not published: no name can start so, since no segment starts with a dot. */
  static final String UNPUBLISHED = ".unpublished";

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9._@-]*");

  private ArtifactNames() {}

  /** The path of an artifact, relative to the root. */
  static String pathOf(String name) {
    for (String segment : name.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches() || segment.endsWith(SUFFIX)) {
        throw new MillraceException(
            StandardError.INVALID_CALL,
            "'"
                + name
                + "' can't name an artifact: a name is made of segments of letters, digits and . _ - @"
                + " with slashes between them; no segment starts with a dot or ends in "
                + SUFFIX
                + ".");
      }
    }
    return name + SUFFIX;
  }

  /** Whether the last segment of a relative path is a published directory. */
  static boolean isArtifact(String path) {
    return path.endsWith(SUFFIX);
  }

  /** The name, from the path of an artifact relative to the root, with slashes. */
  static String nameOf(String path) {
    return path.substring(0, path.length() - SUFFIX.length());
  }
}
