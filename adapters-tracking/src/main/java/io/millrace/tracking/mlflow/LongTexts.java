package io.millrace.tracking.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.tracking.mlflow.client.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Values of params and tags that the server would cut without a word (params at 6,000 characters,
 * tags at 8,000, older servers' tags at 5,000): their start stays where it belongs, the whole text
 * is an artifact, and a tag {@code millrace.whole.KEY} leads there. It also holds a hash of the
 * start, so that it counts for no later value.
 */
final class LongTexts {
  private static final String WHOLE = Keys.OURS + "whole.";
  private static final String DIRECTORY = "millrace/long/";
  private static final int LONGEST_PARAM = 6000;
  private static final int LONGEST_TAG = 5000;
  private static final int HASH_DIGITS = 16;

  private LongTexts() {}

  /** Where a value stands. */
  enum Kind {
    /** Is written once. */
    PARAM("param", LONGEST_PARAM),
    /** Can be written again. */
    TAG("tag", LONGEST_TAG);

    private final String word;
    private final int longest;

    Kind(String word, int longest) {
      this.word = word;
      this.longest = longest;
    }
  }

  /**
   * What is written in place of a value.
   *
   * @param tags where the tag that leads to the whole is added
   */
  static String shown(
      Kind kind,
      String key,
      String value,
      Map<String, String> tags,
      Supplier<Artifacts> artifacts) {
    if (value.codePointCount(0, value.length()) <= kind.longest) {
      return value;
    }
    String start = value.substring(0, value.offsetByCodePoints(0, kind.longest - 1)) + "…";
    String path =
        DIRECTORY + kind.word + "-" + Keys.hash(key + value).substring(0, HASH_DIGITS) + ".txt";
    upload(value, path, artifacts.get());
    tags.put(tag(kind, key), hash(start) + " " + path);
    return start;
  }

  /** The value that stands behind what is written. */
  static String whole(
      Kind kind,
      String key,
      String shown,
      Map<String, String> tags,
      Supplier<Artifacts> artifacts) {
    String lead = tags.getOrDefault(tag(kind, key), "");
    if (!lead.startsWith(hash(shown) + " ")) {
      return shown;
    }
    return read(lead.substring(HASH_DIGITS + 1), artifacts.get());
  }

  private static String tag(Kind kind, String key) {
    return WHOLE + kind.word + "." + key;
  }

  private static String hash(String text) {
    return Keys.hash(text).substring(0, HASH_DIGITS);
  }

  /** Writes a text as an artifact. */
  static void upload(String text, String path, Artifacts artifacts) {
    withFile(
        file -> {
          Files.writeString(file, text, UTF_8);
          artifacts.upload(file, path);
          return path;
        });
  }

  /** Reads an artifact as a text. */
  static String read(String path, Artifacts artifacts) {
    return withFile(
        file -> {
          artifacts.download(path, file);
          return Files.readString(file, UTF_8);
        });
  }

  /** Work on a file that is gone afterwards. */
  private interface FileWork {
    String on(Path file) throws IOException;
  }

  private static String withFile(FileWork work) {
    try {
      Path file = Files.createTempFile("millrace-mlflow", ".txt");
      try {
        return work.on(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "can't work on a temporary file (" + e + ")", e);
    }
  }
}
