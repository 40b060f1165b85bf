package io.millrace.tracking.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names of metrics, params and tags as the server allows them. One that it does not, as {@code
 * recall@slice(country=DE)}, is written in allowed letters with a hash behind it, and a tag {@code
 * millrace.name.KEY} holds the true name.
 */
final class Keys {
  /** What stands before the keys of Millrace's own tags. */
  static final String OURS = "millrace.";

  private static final String NAMES = OURS + "name.";
  private static final String THEIRS = "mlflow.";
  private static final int LONGEST = 200;
  private static final int LONGEST_READABLE = 150;
  private static final int HASH_DIGITS = 10;

  // Without the colon, which servers on Windows refuse; and no path that could be written otherwise
  // (mlflow.utils.validation).
  private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{Nd}_. /-]+");
  private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{Nd}_.-]+");
  private static final Pattern AMBIGUOUS = Pattern.compile("(?:^|.*/)\\.{0,2}(?:/.*|$)");

  private Keys() {}

  /** The key of a name. */
  static String of(String name) {
    return isAllowed(name) ? name : readable(name) + "-" + hash(name).substring(0, HASH_DIGITS);
  }

  /** The key of a name, with the tag that tells the name, if it needs one. */
  static String of(String name, Map<String, String> tags) {
    String key = of(name);
    if (!key.equals(name)) {
      tags.put(NAMES + key, name);
    }
    return key;
  }

  /** The name behind a key. */
  static String name(String key, Map<String, String> tags) {
    return tags.getOrDefault(NAMES + key, key);
  }

  /** Whether a tag is one that users gave, and not Millrace or MLflow. */
  static boolean isUsers(String key) {
    return !key.startsWith(OURS) && !key.startsWith(THEIRS);
  }

  private static boolean isAllowed(String name) {
    return name.length() <= LONGEST
        && ALLOWED.matcher(name).matches()
        && !AMBIGUOUS.matcher(name).matches()
        && isUsers(name);
  }

  private static String readable(String name) {
    String letters = OTHER.matcher(name.replace(OURS, "").replace(THEIRS, "")).replaceAll("-");
    String trimmed = letters.replaceAll("^[.-]+", "");
    return "x-" + trimmed.substring(0, Math.min(trimmed.length(), LONGEST_READABLE));
  }

  /** SHA-256 of a text, in hexadecimal. */
  static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
