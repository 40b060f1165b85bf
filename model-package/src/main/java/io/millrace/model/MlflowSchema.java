package io.millrace.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import java.util.List;

/**
 * A signature in MLflow's types, as far as what pandas makes of data passes MLflow's checks; what
 * they would refuse, or what MLflow has no type for, is {@code any}, and the scorer looks at the
 * values. So dates and decimals, and whole numbers and truth values that may be missing, are {@code
 * any}; ints and floats are longs and doubles, as pandas has 64 bits unless told otherwise. Vectors
 * are arrays of doubles.
 */
final class MlflowSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Signature signature;

  MlflowSchema(Signature signature) {
    this.signature = signature;
  }

  /** The columns that the model takes, as JSON. */
  String inputs() {
    return columns(signature.inputs()).toString();
  }

  /**
   * The columns that the Python scorer gives, as JSON.
   *
   * @param drops whether there is one that tells why a row is left out
   */
  String outputs(boolean drops) {
    ArrayNode outputs = columns(signature.outputs());
    if (drops) {
      outputs.add(column(Column.nullable("dropped", Simple.STRING)));
    }
    return outputs.toString();
  }

  private static ArrayNode columns(List<Column> columns) {
    ArrayNode array = NODES.arrayNode();
    columns.forEach(column -> array.add(column(column)));
    return array;
  }

  private static ObjectNode column(Column column) {
    ObjectNode json = column.nullable() ? nullable(column.type()) : type(column.type());
    json.put("name", column.name());
    json.put("required", !column.nullable());
    return json;
  }

  /** Pandas holds such columns as floats or objects where a value is missing. */
  private static ObjectNode nullable(LogicalType type) {
    boolean any = type == Simple.INT || type == Simple.LONG || type == Simple.BOOLEAN;
    return any ? NODES.objectNode().put("type", "any") : type(type);
  }

  private static ObjectNode type(LogicalType type) {
    if (type instanceof ArrayOf array) {
      return array(array.element());
    }
    if (type instanceof VectorOf) {
      return array(Simple.DOUBLE);
    }
    ObjectNode json = NODES.objectNode();
    if (type instanceof StructOf struct) {
      json.put("type", "object");
      ObjectNode fields = json.putObject("properties");
      for (Column field : struct.fields()) {
        fields.set(field.name(), type(field.type()).put("required", !field.nullable()));
      }
      return json;
    }
    return json.put("type", type instanceof Simple simple ? simple(simple) : "any");
  }

  private static ObjectNode array(LogicalType element) {
    ObjectNode json = NODES.objectNode().put("type", "array");
    json.set("items", type(element));
    return json;
  }

  private static String simple(Simple type) {
    return switch (type) {
      case INT, LONG -> "long";
      case FLOAT, DOUBLE -> "double";
      case TIMESTAMP -> "datetime";
      case DATE -> "any";
      case BOOLEAN, STRING, BINARY -> type.text();
    };
  }
}
