package io.millrace.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunRecord;
import io.millrace.core.file.FileRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A call as a run's record keeps it, so that the run can be resumed. Never holds a secret. */
final class RecordedCall {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESOLVED = "resolved";
  private static final String FILE = "file";
  private static final String TREE = "tree";
  private static final String CALL = "call";
  private static final String DATA = "data/";
  private static final String PARTITIONING = "partitioning.";

  private RecordedCall() {}

  /** What a call says, as JSON. */
  record Said(
      String name,
      @Nullable String environment,
      Map<String, String> params,
      Map<String, String> sets,
      @Nullable String until,
      @Nullable String from,
      boolean fresh,
      double sample) {}

  /** The documents of a run's record. */
  static Map<String, String> documents(RunCall call, String resolved) {
    FileRequest file = call.file();
    Map<String, String> documents = new LinkedHashMap<>();
    documents.put(RESOLVED, resolved);
    if (file.source() instanceof FileRequest.Source.Text text) {
      documents.put(FILE, text.yaml());
    } else {
      documents.put(TREE, write(((FileRequest.Source.Tree) file.source()).values()));
    }
    documents.put(
        CALL,
        write(
            new Said(
                file.name(),
                file.environmentOrNull(),
                file.params(),
                file.sets(),
                call.untilOrNull(),
                call.fromOrNull(),
                call.fresh(),
                call.sample())));
    return documents;
  }

  /** The call of a recorded run. */
  static RunCall of(RunRecord run, Function<String, Optional<String>> variables) {
    Map<String, String> documents = run.start().documents();
    String call = documents.get(CALL);
    if (call == null) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "run %s was not recorded by 'millrace run' and can't be resumed"
              .formatted(run.start().run()));
    }
    Said said = read(call, Said.class);
    FileRequest.Source source =
        documents.containsKey(FILE)
            ? new FileRequest.Source.Text(documents.getOrDefault(FILE, ""))
            : new FileRequest.Source.Tree(tree(documents.getOrDefault(TREE, "{}")));
    FileRequest file =
        new FileRequest(
            source, said.name(), said.environment(), said.params(), said.sets(), variables, null);
    return new RunCall(file, said.until(), said.from(), said.fresh(), said.sample());
  }

  /**
   * The pipeline as it was resolved then, whatever variables and defaults say today; to be read as
   * a file.
   */
  static FileRequest resolved(RunRecord run, Function<String, Optional<String>> variables) {
    String text = run.start().documents().get(RESOLVED);
    if (text == null) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "run %s was not recorded by 'millrace run' and can't be reproduced"
              .formatted(run.start().run()));
    }
    String name = run.start().tags().getOrDefault("file", run.start().run());
    return new FileRequest(
        new FileRequest.Source.Tree(tree(text)), name, null, Map.of(), Map.of(), variables, null);
  }

  /** Whether only a share of the rows was read, which leaves no model. */
  static boolean isSample(RunRecord run) {
    String call = run.start().documents().get(CALL);
    return call != null && read(call, Said.class).sample() < 1;
  }

  /** The data versions that the run read. */
  static Map<String, String> dataVersions(RunRecord run) {
    return under(DATA, run.start().documents());
  }

  /** The settings that cut frames as the run did. */
  static Map<String, String> partitioning(RunRecord run) {
    return under(PARTITIONING, run.start().tags());
  }

  /** Those settings as tags of a run. */
  static Map<String, String> partitioningTags(Map<String, String> settings) {
    Map<String, String> tags = new LinkedHashMap<>();
    settings.forEach((name, value) -> tags.put(PARTITIONING + name, value));
    return tags;
  }

  private static Map<String, String> under(String prefix, Map<String, String> all) {
    Map<String, String> found = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }

  @SuppressWarnings("unchecked") // JSON objects have texts as keys.
  private static Map<String, Object> tree(String json) {
    return read(json, Map.class);
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new MillraceException(
          StandardError.DATABASE_CORRUPT,
          "the record of the run can't be read: " + e.getMessage(),
          e);
    }
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a call holds JSON values", e);
    }
  }
}
