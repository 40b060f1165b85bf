package io.millrace.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.http.Answer;
import java.util.Map;

/** Documents for programs. */
public final class Json {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Json() {}

  /** An answer that is a document; figures that are no finite numbers become texts. */
  public static Answer answer(Map<String, ?> document) {
    try {
      return Answer.text(200, Answer.JSON, JSON.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
