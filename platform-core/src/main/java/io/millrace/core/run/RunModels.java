package io.millrace.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/**
 * Which registered versions a run stands for, made by it or by an earlier one whose work it reused:
 * the document {@link #NAME}.
 */
public final class RunModels {
  /** The document's name. */
  public static final String NAME = "models";

  private static final ObjectMapper JSON = new ObjectMapper();

  private RunModels() {}

  /**
   * A registered version.
   *
   * @param name the model's name
   * @param version its number
   */
  public record Version(String name, int version) {}

  static String write(List<Version> versions) {
    try {
      return JSON.writeValueAsString(versions);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The versions; none if the run has no such document, or one that can't be read.
   *
   * @param documents those of the run
   */
  public static List<Version> read(Map<String, String> documents) {
    try {
      return JSON.readValue(
          documents.getOrDefault(NAME, "[]"), new TypeReference<List<Version>>() {});
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }
}
