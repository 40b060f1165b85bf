package io.millrace.api.tracking;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.regex.Pattern;

/** What a registered model may be called: nothing that leads out of a directory. */
public final class RegisteredName {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private RegisteredName() {}

  /**
   * Refuses what can name no model.
   *
   * @throws MillraceException INVALID_OPTION
   */
  public static void require(String model) {
    if (!NAME.matcher(model).matches()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "'" + model + "' can't name a model; use letters, digits, '.', '_' and '-'");
    }
  }
}
