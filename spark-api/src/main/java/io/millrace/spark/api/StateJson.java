package io.millrace.spark.api;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.StateDirectory;

/**
 * Keeps what a stage learnt as a record in a JSON file of its state directory. Doubles come back to
 * the bit. Components are texts, numbers, booleans, lists, maps with text keys, arrays, records.
 */
public final class StateJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
          .build();

  private StateJson() {}

  /** Writes a record. */
  public static void write(StateDirectory state, String file, Record value) {
    try {
      state.writeText(file, JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no state for JSON: " + value, e);
    }
  }

  /**
   * Reads a record back.
   *
   * @throws MillraceException PACKAGE_CORRUPT, if the file does not hold one
   */
  public static <T extends Record> T read(StateDirectory state, String file, Class<T> type) {
    try {
      return JSON.readValue(state.readText(file), type);
    } catch (JsonProcessingException e) {
      throw new MillraceException(
          StandardError.PACKAGE_CORRUPT,
          "The fitted state " + state.resolve(file) + " can't be read: fit the stage again.",
          e);
    }
  }
}
