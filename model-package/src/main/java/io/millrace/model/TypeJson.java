package io.millrace.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.StructOf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Logical types in JSON: their text form, except that arrays and structs are objects, since a
 * field's name may hold any character.
 */
final class TypeJson {
  private TypeJson() {}

  static final class Writer extends StdSerializer<LogicalType> {
    Writer() {
      super(LogicalType.class);
    }

    @Override
    public void serialize(LogicalType type, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (type instanceof ArrayOf array) {
        json.writeStartObject();
        provider.defaultSerializeField("array", array.element(), json);
        json.writeEndObject();
      } else if (type instanceof StructOf struct) {
        json.writeStartObject();
        provider.defaultSerializeField("struct", struct.fields(), json);
        json.writeEndObject();
      } else {
        json.writeString(type.text());
      }
    }
  }

  /** Reads a type. */
  static LogicalType type(JsonNode node) {
    if (node.has("array")) {
      return new ArrayOf(type(node.required("array")));
    }
    if (node.has("struct")) {
      List<Column> fields = new ArrayList<>();
      node.required("struct")
          .forEach(
              field ->
                  fields.add(
                      new Column(
                          field.required("name").asText(),
                          type(field.required("type")),
                          field.required("nullable").asBoolean())));
      return new StructOf(fields);
    }
    return LogicalType.parse(node.asText());
  }
}
