package io.millrace.serving.log;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.serving.model.Answer;
import io.millrace.serving.model.Failure;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.Outcome;
import io.millrace.serving.model.RowTable;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.InstantText;
import io.millrace.serving.protocol.JsonBytes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of requests as JSON. Numbers that JSON has no words for are the texts {@code "NaN"}, {@code
 * "Infinity"} and {@code "-Infinity"}; decimals are texts, so that no reader rounds them; dates and
 * timestamps are texts of ISO 8601; binaries are Base64; arrays, vectors and structs are lists:
 * {@link io.millrace.model.ValueJson} reads them back.
 */
final class AnswerJson {
  private static final int ROWS_OF_FAILURE = 64;
  private static final int ERROR_LENGTH = 500;

  private final InstantText times = new InstantText();

  /**
   * What is the same on all lines of a model.
   *
   * @param model its name and version
   * @param inputs the names of its columns, each with a colon
   * @param outputs the same of what it gives
   */
  private record Constants(byte[] model, byte[][] inputs, byte[][] outputs) {
    static Constants of(ServedModel model) {
      return model.derived(Constants.class, Constants::made);
    }

    private static Constants made(ServedModel model) {
      JsonBytes json = new JsonBytes(64);
      json.add(",\"model\":").text(model.name());
      json.add(",\"version\":").text(model.version()).add(",\"route\":");
      return new Constants(json.copy(), names(model.inputs()), names(model.outputs()));
    }

    private static byte[][] names(List<Column> columns) {
      return columns.stream()
          .map(column -> new JsonBytes(32).text(column.name()).add(':').copy())
          .toArray(byte[][]::new);
    }
  }

  /** Adds the lines of a request, one a row. */
  void write(Outcome outcome, LogLines lines) {
    int count = lineCount(outcome);
    Constants constants = Constants.of(outcome.model());
    for (int row = 0; row < count; row++) {
      write(lines.begin(), outcome, row, constants);
      lines.end();
    }
  }

  /** One a row, at most 64 of a failure; one for a request whose rows could not be read. */
  static int lineCount(Outcome outcome) {
    if (outcome instanceof Failure failure) {
      int rows = failure.inputs() == null ? 0 : failure.inputs().rows();
      return Math.min(Math.max(rows, 1), ROWS_OF_FAILURE);
    }
    return ((Answer) outcome).inputs().rows();
  }

  private void write(JsonBytes json, Outcome outcome, int row, Constants constants) {
    json.add("{\"id\":").text(outcome.requestId());
    json.add(",\"row\":").number(row);
    json.add(",\"time\":");
    times.write(json, outcome.time());
    json.add(constants.model()).text(outcome.route());
    if (outcome instanceof Answer answer) {
      answered(json, answer, row, constants);
    } else {
      failed(json, (Failure) outcome, row, constants);
    }
    json.add('}');
  }

  private static void answered(JsonBytes json, Answer answer, int row, Constants constants) {
    json.add(",\"status\":200,\"features\":");
    cells(json, constants.inputs(), answer.inputs(), row);
    @Nullable String dropped = answer.outputs().dropped().get(row);
    if (dropped == null) {
      json.add(",\"prediction\":");
      cells(json, constants.outputs(), answer.outputs(), row);
    } else {
      json.add(",\"dropped\":").text(dropped);
    }
  }

  private static void failed(JsonBytes json, Failure failure, int row, Constants constants) {
    String message = failure.message();
    json.add(",\"status\":").number(failure.status());
    json.add(",\"error\":")
        .text(message.substring(0, Math.min(message.length(), ERROR_LENGTH)))
        .add(",\"features\":");
    InputRows inputs = failure.inputs();
    if (inputs == null || row >= inputs.rows()) {
      json.add("{}");
    } else {
      cells(json, constants.inputs(), inputs, row);
    }
  }

  private static void cells(JsonBytes json, byte[][] names, RowTable table, int row) {
    json.add('{');
    for (int i = 0; i < names.length; i++) {
      if (i > 0) {
        json.add(',');
      }
      json.add(names[i]);
      cell(json, table.columns().get(i).type(), table, row, i);
    }
    json.add('}');
  }

  private static void cell(JsonBytes json, LogicalType type, RowTable table, int row, int column) {
    if (table.isNull(row, column)) {
      json.add("null");
    } else if (type == Simple.FLOAT || type == Simple.DOUBLE) {
      json.number(table.number(row, column));
    } else if (type instanceof Simple && type != Simple.STRING && type != Simple.BINARY) {
      whole(json, type, table.whole(row, column));
    } else {
      value(json, type, table.object(row, column));
    }
  }

  private static void value(JsonBytes json, LogicalType type, @Nullable Object value) {
    if (value == null) {
      json.add("null");
    } else if (value instanceof Float number) {
      json.number(number.doubleValue());
    } else if (value instanceof Double number) {
      json.number(number.doubleValue());
    } else if (value instanceof Number number && !(value instanceof BigDecimal)) {
      whole(json, type, number.longValue());
    } else if (value instanceof Boolean truth) {
      json.add(truth.toString());
    } else if (value instanceof double[] vector) {
      vector(json, vector);
    } else if (value instanceof ScoringVector vector) {
      vector(json, places(vector));
    } else if (value instanceof byte[] binary) {
      json.add('"').add(Base64.getEncoder().encode(binary)).add('"');
    } else if (value instanceof List<?> list) {
      nested(json, type, list);
    } else if (value instanceof BigDecimal decimal) {
      json.text(decimal.toPlainString());
    } else {
      json.text(value.toString());
    }
  }

  private static void vector(JsonBytes json, double[] places) {
    json.add('[');
    for (int i = 0; i < places.length; i++) {
      if (i > 0) {
        json.add(',');
      }
      json.number(places[i]);
    }
    json.add(']');
  }

  private static double[] places(ScoringVector vector) {
    double[] places = new double[vector.size()];
    for (int i = 0; i < vector.count(); i++) {
      places[vector.isDense() ? i : vector.indices()[i]] = vector.values()[i];
    }
    return places;
  }

  private static void nested(JsonBytes json, LogicalType type, List<?> values) {
    json.add('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        json.add(',');
      }
      value(json, elementType(type, i), values.get(i));
    }
    json.add(']');
  }

  private static LogicalType elementType(LogicalType type, int index) {
    if (type instanceof StructOf struct) {
      return struct.fields().get(index).type();
    }
    return type instanceof ArrayOf array ? array.element() : Simple.STRING;
  }

  private static void whole(JsonBytes json, LogicalType type, long value) {
    if (type == Simple.BOOLEAN) {
      json.add(value != 0 ? "true" : "false");
    } else if (type == Simple.DATE) {
      json.text(LocalDate.ofEpochDay(value).toString());
    } else if (type == Simple.TIMESTAMP) {
      json.text(Instant.EPOCH.plus(value, ChronoUnit.MICROS).toString());
    } else {
      json.number(value);
    }
  }
}
