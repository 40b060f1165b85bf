package io.millrace.serving.protocol.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import java.util.List;

/** Schemas and examples of columns, as OpenAPI 3.0 has them. */
final class JsonTypes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTypes() {}

  /** The schema of a row as an object, with an example that its types allow. */
  static ObjectNode row(List<Column> columns) {
    return row(columns, exampleRow(columns));
  }

  /** The schema of a row as an object. */
  static ObjectNode row(List<Column> columns, ObjectNode example) {
    ObjectNode schema = NODES.objectNode().put("type", "object");
    ArrayNode required = schema.putArray("required");
    ObjectNode properties = schema.putObject("properties");
    for (Column column : columns) {
      required.add(column.name());
      properties.set(column.name(), cell(column, example.path(column.name())));
    }
    if (columns.isEmpty()) {
      schema.remove("required");
    }
    schema.set("example", example);
    return schema;
  }

  /** A row with values of those types. */
  static ObjectNode exampleRow(List<Column> columns) {
    ObjectNode row = NODES.objectNode();
    columns.forEach(column -> row.set(column.name(), example(column.type())));
    return row;
  }

  private static ObjectNode cell(Column column, JsonNode example) {
    ObjectNode schema = type(column.type());
    if (column.nullable()) {
      schema.put("nullable", true);
    }
    schema.set("example", example);
    return schema;
  }

  private static ObjectNode type(LogicalType type) {
    if (type instanceof ArrayOf array) {
      ObjectNode schema = NODES.objectNode().put("type", "array");
      schema.set("items", type(array.element()).put("nullable", true));
      return schema;
    }
    if (type instanceof StructOf struct) {
      ObjectNode schema = row(struct.fields());
      schema.remove("example");
      return schema;
    }
    if (type instanceof VectorOf vector) {
      ObjectNode schema = NODES.objectNode().put("type", "array");
      schema.set("items", scalar("number", "double"));
      if (vector.size() != VectorOf.UNKNOWN_SIZE) {
        schema.put("minItems", vector.size()).put("maxItems", vector.size());
      }
      return schema;
    }
    return type instanceof Simple simple ? simple(simple) : scalar("number", type.text());
  }

  private static ObjectNode simple(Simple type) {
    return switch (type) {
      case BOOLEAN -> NODES.objectNode().put("type", "boolean");
      case INT -> scalar("integer", "int32");
      case LONG -> scalar("integer", "int64");
      case FLOAT -> scalar("number", "float");
      case DOUBLE -> scalar("number", "double");
      case STRING -> NODES.objectNode().put("type", "string");
      case DATE -> scalar("string", "date");
      case TIMESTAMP -> scalar("string", "date-time");
      case BINARY -> scalar("string", "byte");
    };
  }

  private static ObjectNode scalar(String type, String format) {
    return NODES.objectNode().put("type", type).put("format", format);
  }

  /** A value that a column of the type takes. */
  static JsonNode example(LogicalType type) {
    if (type instanceof ArrayOf array) {
      return NODES.arrayNode().add(example(array.element()));
    }
    if (type instanceof StructOf struct) {
      return exampleRow(struct.fields());
    }
    if (type instanceof VectorOf vector) {
      ArrayNode values = NODES.arrayNode();
      for (int i = 0; i < vector.size(); i++) {
        values.add(0.5);
      }
      return values;
    }
    if (type instanceof DecimalOf decimal) {
      return NODES.numberNode(java.math.BigDecimal.ZERO.setScale(decimal.scale()));
    }
    return switch ((Simple) type) {
      case BOOLEAN -> NODES.booleanNode(true);
      case INT, LONG -> NODES.numberNode(1);
      case FLOAT, DOUBLE -> NODES.numberNode(0.5);
      case STRING -> NODES.textNode("a");
      case DATE -> NODES.textNode("2026-01-31");
      case TIMESTAMP -> NODES.textNode("2026-01-31T12:00:00Z");
      case BINARY -> NODES.textNode("AAEC");
    };
  }
}
