package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.TimeText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what users write after options. */
final class Arguments {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Arguments() {}

  /** {@code NAME=VALUE} words as a map, in order; the value may hold further equals signs. */
  static Map<String, String> pairs(String option, List<String> words) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw invalid(option + " takes NAME=VALUE, not '" + word + "'");
      }
      String name = word.substring(0, equals);
      if (pairs.put(name, word.substring(equals + 1)) != null) {
        throw invalid(option + " names '" + name + "' twice");
      }
    }
    return pairs;
  }

  /** {@code 1%} or {@code 0.01}: more than nothing, at most all. */
  static double share(String option, String word) {
    try {
      BigDecimal number =
          word.endsWith("%")
              ? new BigDecimal(word.substring(0, word.length() - 1)).divide(HUNDRED)
              : new BigDecimal(word);
      if (number.signum() > 0 && number.compareTo(BigDecimal.ONE) <= 0) {
        return number.doubleValue();
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw invalid(option + " takes a share as 1% or 0.01, not '" + word + "'");
  }

  /** {@code 30d}, {@code 12h}, {@code 2w}. */
  static Duration age(String option, String word) {
    return TimeText.parse(word)
        .orElseThrow(() -> invalid(option + " takes an age as 30d, 12h or 2w, not '" + word + "'"));
  }

  /** The text of a file that the call names. */
  static String text(Path file, String written) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw invalid("the file '" + written + "' is not UTF-8 text");
    } catch (IOException e) {
      String why =
          !Files.exists(file) ? "there is no file '" : "the file can't be read, or is none: '";
      throw new MillraceException(StandardError.NOT_FOUND, why + written + "'");
    }
  }

  static MillraceException invalid(String message) {
    return new MillraceException(StandardError.INVALID_CALL, message);
  }
}
