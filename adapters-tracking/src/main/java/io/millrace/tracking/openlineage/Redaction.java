package io.millrace.tracking.openlineage;

import java.util.regex.Pattern;

/**
 * Takes out of texts what looks like a password, before others get them: what users wrote into a
 * file as it is, and not as a secret.
 */
final class Redaction {
  private static final String STARS = "***";

  /** A user's password in an address. */
  private static final Pattern IN_ADDRESS = Pattern.compile("(//[^\\s/@:\"']+):[^\\s\"']*@");

  private static final String SENSITIVE =
      "password|passwd|secret|token|credential|access[._-]?key|api[._-]?key";

  private static final Pattern NAME = Pattern.compile("(?i)" + SENSITIVE);

  /** A value behind such a name, which is not a reference to a secret or a variable. */
  private static final Pattern BEHIND_NAME =
      Pattern.compile(
          "(?i)(?<!\\$\\{)((?:"
              + SENSITIVE
              + ")[\\w.-]*[\"']?[ \\t]*[:=][ \\t]*)"
              + "(?![\"']?\\$\\{)(\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s\"',;&}#]+)");

  private Redaction() {}

  /** The text without them. */
  static String of(String text) {
    String addresses = IN_ADDRESS.matcher(text).replaceAll("$1:" + STARS + "@");
    return BEHIND_NAME.matcher(addresses).replaceAll("$1" + STARS);
  }

  /** A value without them, or nothing of it if its name says that it is one. */
  static String of(String name, String value) {
    return NAME.matcher(name).find() ? STARS : of(value);
  }
}
