package io.millrace.serving.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.millrace.serving.model.CallRefused;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * JSON as requests and answers hold it: read and written as a stream. Doubles are written with the
 * fewest digits that read back to the same bits.
 */
public final class Json {
  /** Deeper than any value of a signature; a body of brackets alone must not cost a stack. */
  private static final int MAX_DEPTH = 64;

  /** Digits of one number; a double that needs more than 800 does not exist. */
  private static final int MAX_NUMBER_LENGTH = 1000;

  private static final int MAX_NAME_LENGTH = 10_000;

  /** A place within a parser's message, which says much of a source that it does not show. */
  private static final Pattern PARSERS_PLACE =
      Pattern.compile("\\[Source: .*?; (line: \\d+, column: \\d+)\\]");

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  // The limit on the body is the limit on a text.
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          // Names come from strangers, and String.intern keeps a table of the whole process.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // Where several values follow each other, each is a line.
          .rootValueSeparator("\n")
          .build();

  private Json() {}

  /** What reads a value from a parser. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads; the parser stands before the first token. */
    T read(JsonParser parser) throws IOException;
  }

  /** What writes a value. */
  @FunctionalInterface
  public interface Writer {
    /** Writes one value. */
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * Reads a body that holds one JSON value.
   *
   * @throws CallRefused BAD_INPUT if the body is no JSON, or goes on behind the value
   */
  public static <T> T read(byte[] body, Reader<T> reader) {
    try (JsonParser parser = FACTORY.createParser(body)) {
      T value = reader.read(parser);
      if (parser.nextToken() != null) {
        throw CallRefused.badInput(
            "The body goes on behind the end of its JSON value, at %s."
                .formatted(place(parser.currentTokenLocation())));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw CallRefused.badInput(
          "The body is no JSON: %s (at %s)."
              .formatted(firstSentence(e.getOriginalMessage()), place(e.getLocation())));
    } catch (IOException e) {
      throw CallRefused.badInput("The body is no JSON: it is not in UTF-8.");
    }
  }

  /**
   * Reads a text that holds one JSON value.
   *
   * @throws IOException if it is no JSON
   */
  static <T> T readText(String text, Reader<T> reader) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return reader.read(parser);
    }
  }

  /** The bytes of a JSON value. */
  public static byte[] write(Writer writer) {
    OneArray bytes = new OneArray();
    write(bytes, writer);
    return bytes.array;
  }

  /** Adds a JSON value to what memory holds; several values stand on lines of their own. */
  public static void write(OutputStream memory, Writer writer) {
    try (JsonGenerator json = FACTORY.createGenerator(memory)) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  /** What the generator's own buffer held, most often once and for all, without a second copy. */
  private static final class OneArray extends OutputStream {
    private byte[] array = {};

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int before = array.length;
      array = Arrays.copyOf(array, before + length);
      System.arraycopy(bytes, offset, array, before, length);
    }
  }

  /** A text that can be written: half a surrogate pair, which JSON may escape, becomes "?". */
  public static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return text;
  }

  private static String place(JsonLocation location) {
    return location == null
        ? "an unknown place"
        : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String firstSentence(String message) {
    if (message.startsWith("Non-standard token")) {
      return "not-a-number and infinity are written \"NaN\", \"Infinity\" and \"-Infinity\", in quotes";
    }
    String line = PARSERS_PLACE.matcher(message.lines().findFirst().orElse("")).replaceAll("$1");
    return wellFormed(line.length() > 200 ? line.substring(0, 200) + "…" : line);
  }
}
