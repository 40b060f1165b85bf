package io.millrace.serving.protocol.v2;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.JsonBytes;
import io.millrace.serving.protocol.OutputCells;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the answers of one model: what is the same in all of them is kept as bytes. */
final class InferAnswer {
  private final byte[] head;
  private final byte[][] names;
  private final byte[][] datatypes;
  private final List<Integer> all;

  private InferAnswer(ServedModel model) {
    JsonBytes json = new JsonBytes(64);
    json.add("{\"model_name\":").text(model.name());
    json.add(",\"model_version\":").text(model.version()).add(",\"id\":");
    head = json.copy();
    List<Column> outputs = model.outputs();
    names = new byte[outputs.size()][];
    datatypes = new byte[outputs.size()][];
    for (int i = 0; i < names.length; i++) {
      json.cut(0);
      names[i] = json.add("{\"name\":").text(outputs.get(i).name()).add(",\"shape\":[").copy();
      json.cut(0);
      String datatype = Datatype.of(outputs.get(i).type());
      datatypes[i] = json.add("],\"datatype\":").text(datatype).add(",\"data\":[").copy();
    }
    all = IntStream.range(0, names.length).boxed().toList();
  }

  /** The writer of a model's answers, made once. */
  static InferAnswer of(ServedModel model) {
    return model.derived(InferAnswer.class, InferAnswer::new);
  }

  /** The indices of all outputs. */
  List<Integer> all() {
    return all;
  }

  void write(JsonBytes json, String id, InferRequest request, ScoredRows rows) {
    json.add(head).text(id);
    if (!rows.dropped().isEmpty()) {
      dropped(json, rows);
    }
    json.add(",\"outputs\":[");
    for (int i = 0; i < request.outputs().size(); i++) {
      if (i > 0) {
        json.add(',');
      }
      tensor(json, rows, request.outputs().get(i));
    }
    json.add("]}");
  }

  private static void dropped(JsonBytes json, ScoredRows rows) {
    json.add(",\"parameters\":{\"dropped\":").number(rows.dropped().size());
    rows.dropped()
        .forEach((row, reason) -> json.add(",\"dropped.").number(row).add("\":").text(reason));
    json.add('}');
  }

  private void tensor(JsonBytes json, ScoredRows rows, int output) {
    int width = width(rows, output);
    json.add(names[output]).number(rows.rows()).add(',').number(width).add(datatypes[output]);
    for (int row = 0; row < rows.rows(); row++) {
      if (row > 0 && width > 0) {
        json.add(',');
      }
      value(json, rows, row, output, width);
    }
    json.add("]}");
  }

  /** A vector whose size its type does not tell has that of the first row that has one. */
  private static int width(ScoredRows rows, int output) {
    int width = Datatype.width(rows.columns().get(output).type());
    for (int row = 0; row < rows.rows() && width < 0; row++) {
      if (rows.object(row, output) instanceof double[] places) {
        width = places.length;
      }
    }
    return Math.max(0, width);
  }

  private static void value(JsonBytes json, ScoredRows rows, int row, int output, int width) {
    Column column = rows.columns().get(output);
    boolean isNull = rows.isNull(row, output);
    if (column.type() instanceof VectorOf) {
      vector(json, isNull ? null : (double[]) rows.object(row, output), width);
    } else if (!isNull && column.type() instanceof DecimalOf) {
      json.text(((BigDecimal) Objects.requireNonNull(rows.object(row, output))).toPlainString());
    } else if (!isNull && Datatype.isNested(column.type())) {
      JsonBytes nested = new JsonBytes(64);
      OutputCells.write(nested, rows, row, output);
      json.text(new String(nested.array(), 0, nested.count(), StandardCharsets.UTF_8));
    } else {
      OutputCells.write(json, rows, row, output);
    }
  }

  private static void vector(JsonBytes json, double @Nullable [] places, int width) {
    for (int i = 0; i < width; i++) {
      if (i > 0) {
        json.add(',');
      }
      if (places == null) {
        json.add("null");
      } else {
        json.number(places[i]);
      }
    }
  }
}
