package io.millrace.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.millrace.api.StageKind;
import io.millrace.api.schema.LogicalType;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The text of {@code model.json}. */
final class PackageJson {
  /** Rises when a reader of the version before would misread the file. */
  static final int FORMAT_VERSION = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // What a newer writer adds without raising the format version may be ignored.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
          .addModule(types())
          .build();

  private PackageJson() {}

  static String write(PackageDescription description, SortedMap<String, String> files)
      throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.setAll((ObjectNode) JSON.valueToTree(description));
    root.set("files", JSON.valueToTree(files));
    return JSON.writeValueAsString(root) + "\n";
  }

  static ObjectNode parse(String text) throws JsonProcessingException {
    JsonNode root = JSON.readTree(text);
    if (root instanceof ObjectNode object && object.path("formatVersion").isInt()) {
      return object;
    }
    throw new UnreadableJson("there is no 'formatVersion'");
  }

  static PackageDescription description(ObjectNode root) throws JsonProcessingException {
    return JSON.treeToValue(root, PackageDescription.class);
  }

  static SortedMap<String, String> files(ObjectNode root) throws JsonProcessingException {
    if (!root.path("files").isObject()) {
      throw new UnreadableJson("there is no 'files'");
    }
    SortedMap<String, String> files = new TreeMap<>();
    root.path("files")
        .properties()
        .forEach(entry -> files.put(entry.getKey(), entry.getValue().asText()));
    return files;
  }

  private static SimpleModule types() {
    return new SimpleModule()
        .addSerializer(LogicalType.class, new TypeJson.Writer())
        .addDeserializer(LogicalType.class, new TypeJson.Reader())
        .addSerializer(new TextWriter<>(Instant.class))
        .addDeserializer(Instant.class, new InstantReader())
        .addSerializer(new TextWriter<>(StageKind.class))
        .addDeserializer(StageKind.class, new KindReader());
  }

  /** The file is JSON, but not ours. */
  private static final class UnreadableJson extends JsonProcessingException {
    UnreadableJson(String message) {
      super(message);
    }
  }

  private static final class TextWriter<T> extends StdSerializer<T> {
    TextWriter(Class<T> type) {
      super(type);
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value instanceof StageKind kind ? kind.text() : value.toString());
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Instant.parse(parser.getText());
    }
  }

  private static final class KindReader extends StdDeserializer<StageKind> {
    KindReader() {
      super(StageKind.class);
    }

    @Override
    public StageKind deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return StageKind.valueOf(parser.getText().toUpperCase(Locale.ROOT));
    }
  }
}
