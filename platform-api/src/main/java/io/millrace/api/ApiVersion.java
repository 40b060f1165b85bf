package io.millrace.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of this api. A plugin jar states in its manifest ({@link #MANIFEST_ATTRIBUTE}) the one
 * that it was built against, and is refused where that does not fit: a clear sentence at the start
 * instead of a {@code NoSuchMethodError} in the middle of a run.
 *
 * @param major changes when something that a plugin uses is taken away or means something else
 * @param minor changes when something is added
 */
public record ApiVersion(int major, int minor) {
  /** The attribute of a plugin jar's manifest that holds the version, as {@code 1.0}. */
  public static final String MANIFEST_ATTRIBUTE = "Millrace-Api-Version";

  /** The version of the api at hand. */
  public static final ApiVersion CURRENT = new ApiVersion(1, 0);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?");

  public ApiVersion {
    if (major < 0 || minor < 0) {
      throw new IllegalArgumentException("an api version has no negative numbers");
    }
  }

  /**
   * Reads {@code 1.0}, or {@code 1} for the same.
   *
   * @throws IllegalArgumentException with a message for the user, if the text is no version
   */
  public static ApiVersion parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no api version; write it as " + CURRENT);
    }
    String minor = matcher.group(2);
    return new ApiVersion(
        Integer.parseInt(matcher.group(1)), minor == null ? 0 : Integer.parseInt(minor));
  }

  /** Whether code that was built against {@code built} runs on this version. */
  public boolean runs(ApiVersion built) {
    return built.major == major && built.minor <= minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
