package io.millrace.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.millrace.api.StageKind;
import io.millrace.api.schema.LogicalType;
import java.io.IOException;
import java.time.Instant;
import java.util.SortedMap;

/** Writes the text of {@code model.json}, which {@link DescriptionReader} reads. */
final class PackageJson {
  /** Rises when a reader of the version before would misread the file. */
  static final int FORMAT_VERSION = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
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

  private static SimpleModule types() {
    return new SimpleModule()
        .addSerializer(LogicalType.class, new TypeJson.Writer())
        .addSerializer(new TextWriter<>(Instant.class))
        .addSerializer(new TextWriter<>(StageKind.class));
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
}
