package io.millrace.serving.protocol.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.schema.Column;
import java.util.List;

/** A request of one row, for documentation. */
public final class V2Example {
  private V2Example() {}

  /**
   * The request.
   *
   * @param row the values by column, as records have them
   */
  public static ObjectNode of(List<Column> columns, ObjectNode row) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    ArrayNode inputs = request.putArray("inputs");
    for (Column column : columns) {
      ObjectNode tensor = inputs.addObject();
      JsonNode value = row.path(column.name());
      tensor.put("name", column.name());
      boolean vector = value.isArray() && !Datatype.isNested(column.type());
      tensor.putArray("shape").add(1).add(vector ? value.size() : 1);
      tensor.put("datatype", Datatype.of(column.type()));
      boolean asText = !value.isTextual() && Datatype.of(column.type()).equals("BYTES");
      ArrayNode data = tensor.putArray("data");
      if (asText) {
        data.add(value.toString());
      } else if (value.isArray()) {
        data.addAll((ArrayNode) value);
      } else {
        data.add(value);
      }
    }
    return request;
  }
}
