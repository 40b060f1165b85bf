package io.millrace.api.tracking;

import java.util.regex.Pattern;

/** What a run's documents and files may be called: nothing that leads out of a directory. */
public final class DocumentName {
  private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
  private static final Pattern NAME = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*");

  private DocumentName() {}

  /**
   * The name, if it is one.
   *
   * @throws IllegalArgumentException if not
   */
  public static String require(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' can't name a document of a run");
    }
    return name;
  }
}
