package io.millrace.serving;

import io.millrace.serving.model.ServedModel;
import io.millrace.serving.rollout.VersionLoader;
import io.millrace.serving.rollout.VersionLoader.Named;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A package to be served, as {@code [NAME[:VERSION]=]DIRECTORY} says: the name is else that of the
 * package, the version else the first digits of the package's hash, which name these very files.
 */
record PackageChoice(@Nullable String name, @Nullable String version, Path directory) {
  private static final int HASH_DIGITS = 12;

  /** Names stand in paths and headers. */
  private static final Pattern NAMED =
      Pattern.compile("([A-Za-z0-9._-]{1,100})(?::([A-Za-z0-9._-]{1,100}))?=(.+)");

  static PackageChoice parse(String text) {
    Matcher named = NAMED.matcher(text);
    return named.matches()
        ? new PackageChoice(named.group(1), named.group(2), Path.of(named.group(3)))
        : new PackageChoice(null, null, Path.of(text));
  }

  /** Its golden rows are predicted, and it is warmed up with them. */
  ServedModel load(VersionLoader loader) {
    return loader.load(
        directory,
        read ->
            new Named(
                name != null ? name : read.description().name(),
                version != null ? version : read.packageHash().substring(0, HASH_DIGITS)));
  }
}
