package io.millrace.core.score;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How users name a registered version: {@code NAME@alias}, {@code NAME:3}, or {@code NAME} for its
 * champion, without one for the newest version.
 *
 * @param model the model's name
 * @param aliasOrNull the alias
 * @param number the version; 0 if none is named
 */
public record ModelName(String model, @Nullable String aliasOrNull, int number) {
  private static final String CHAMPION = "champion";
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9._-]*)(?:@([A-Za-z][A-Za-z0-9_-]*)|:([1-9][0-9]{0,8}))?");

  /**
   * Reads what a user wrote.
   *
   * @throws MillraceException INVALID_CALL
   */
  public static ModelName parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "'%s' names no model; write NAME, NAME@alias or NAME:version".formatted(text));
    }
    String number = form.group(3);
    return new ModelName(
        form.group(1), form.group(2), number == null ? 0 : Integer.parseInt(number));
  }

  /** Whether {@link #parse} reads a text. */
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  /** The version that is named. */
  public OptionalInt version() {
    return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /**
   * Finds the version.
   *
   * @throws MillraceException NOT_FOUND, with what there is
   */
  public ModelVersion find(ModelRegistry models) {
    Optional<ModelVersion> found =
        aliasOrNull != null
            ? models.alias(model, aliasOrNull)
            : number > 0
                ? models.version(model, number)
                : models
                    .alias(model, CHAMPION)
                    .or(() -> models.versions(model).stream().findFirst());
    return found.orElseThrow(() -> missing(models));
  }

  /**
   * Finds the version; the newest one if the name says no more.
   *
   * @throws MillraceException NOT_FOUND, with what there is
   */
  public ModelVersion findNewest(ModelRegistry models) {
    return aliasOrNull != null || number > 0
        ? find(models)
        : models.versions(model).stream().findFirst().orElseThrow(() -> missing(models));
  }

  private MillraceException missing(ModelRegistry models) {
    if (models.versions(model).isEmpty()) {
      return new MillraceException(
          StandardError.NOT_FOUND,
          models.models().isEmpty()
              ? "there is no model '%s': nothing is registered yet".formatted(model)
              : "there is no model '%s'; models are %s"
                  .formatted(model, String.join(", ", models.models())));
    }
    Set<String> aliases = models.aliases(model).keySet();
    return new MillraceException(
        StandardError.NOT_FOUND,
        aliasOrNull != null
            ? "model '%s' has no alias '%s'; %s"
                .formatted(
                    model,
                    aliasOrNull,
                    aliases.isEmpty() ? "it has none" : "it has " + String.join(", ", aliases))
            : "model '%s' has no version %d; its newest is %d"
                .formatted(model, number, models.versions(model).get(0).version()));
  }
}
