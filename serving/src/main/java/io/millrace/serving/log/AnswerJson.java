package io.millrace.serving.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.model.requestlog.SegmentLines;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.serving.model.Answer;
import io.millrace.serving.model.Failure;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.Outcome;
import io.millrace.serving.model.RowTable;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.InstantText;
import io.millrace.serving.protocol.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of requests as JSON. Numbers that JSON has no words for are the texts {@code "NaN"}, {@code
 * "Infinity"} and {@code "-Infinity"}; decimals are texts, so that no reader rounds them; dates and
 * timestamps are texts of ISO 8601; binaries are Base64; arrays, vectors and structs are lists:
 * {@link io.millrace.model.ValueJson} reads them back.
 */
final class AnswerJson {
  private static final SerializedString ID = new SerializedString("id");
  private static final SerializedString ROW = new SerializedString("row");
  private static final SerializedString TIME = new SerializedString("time");
  private static final SerializedString MODEL = new SerializedString("model");
  private static final SerializedString VERSION = new SerializedString("version");
  private static final SerializedString ROUTE = new SerializedString("route");
  private static final SerializedString STATUS = new SerializedString("status");
  private static final SerializedString ERROR = new SerializedString("error");
  private static final SerializedString FEATURES = new SerializedString("features");
  private static final SerializedString PREDICTION = new SerializedString("prediction");
  private static final SerializedString DROPPED = new SerializedString("dropped");

  private static final int ROWS_OF_FAILURE = 64;
  private static final int ERROR_LENGTH = 500;

  private final InstantText times = new InstantText();

  /** The names of a model's columns as they are written. */
  private record Names(SerializedString[] inputs, SerializedString[] outputs) {
    static Names of(ServedModel model) {
      return model.derived(
          Names.class, made -> new Names(written(made.inputs()), written(made.outputs())));
    }

    private static SerializedString[] written(List<Column> columns) {
      return columns.stream()
          .map(column -> new SerializedString(column.name()))
          .toArray(SerializedString[]::new);
    }
  }

  /** The lines of a request, one a row. */
  List<byte[]> lines(Outcome outcome) {
    int count = lineCount(outcome);
    List<byte[]> lines = new ArrayList<>(count);
    Names names = Names.of(outcome.model());
    String time = times.of(outcome.time());
    for (int row = 0; row < count; row++) {
      lines.add(SegmentLines.line(json(outcome, row, names, time)));
    }
    return lines;
  }

  /** One a row, at most 64 of a failure; one for a request whose rows could not be read. */
  static int lineCount(Outcome outcome) {
    if (outcome instanceof Failure failure) {
      int rows = failure.inputs() == null ? 0 : failure.inputs().rows();
      return Math.min(Math.max(rows, 1), ROWS_OF_FAILURE);
    }
    return ((Answer) outcome).inputs().rows();
  }

  private static byte[] json(Outcome outcome, int row, Names names, String time) {
    return Json.write(
        json -> {
          json.writeStartObject();
          text(json, ID, outcome.requestId());
          json.writeFieldName(ROW);
          json.writeNumber(row);
          text(json, TIME, time);
          text(json, MODEL, outcome.model().name());
          text(json, VERSION, outcome.model().version());
          text(json, ROUTE, outcome.route());
          if (outcome instanceof Answer answer) {
            answered(json, answer, row, names);
          } else {
            failed(json, (Failure) outcome, row, names);
          }
          json.writeEndObject();
        });
  }

  private static void answered(JsonGenerator json, Answer answer, int row, Names names)
      throws IOException {
    json.writeFieldName(STATUS);
    json.writeNumber(200);
    json.writeFieldName(FEATURES);
    cells(json, names.inputs(), answer.inputs(), row);
    @Nullable String dropped = answer.outputs().dropped().get(row);
    if (dropped == null) {
      json.writeFieldName(PREDICTION);
      cells(json, names.outputs(), answer.outputs(), row);
    } else {
      text(json, DROPPED, dropped);
    }
  }

  private static void failed(JsonGenerator json, Failure failure, int row, Names names)
      throws IOException {
    json.writeFieldName(STATUS);
    json.writeNumber(failure.status());
    String message = failure.message();
    text(json, ERROR, message.substring(0, Math.min(message.length(), ERROR_LENGTH)));
    json.writeFieldName(FEATURES);
    InputRows inputs = failure.inputs();
    if (inputs == null || row >= inputs.rows()) {
      json.writeStartObject();
      json.writeEndObject();
    } else {
      cells(json, names.inputs(), inputs, row);
    }
  }

  private static void text(JsonGenerator json, SerializedString name, String value)
      throws IOException {
    json.writeFieldName(name);
    json.writeString(value);
  }

  private static void cells(JsonGenerator json, SerializedString[] names, RowTable table, int row)
      throws IOException {
    json.writeStartObject();
    for (int i = 0; i < names.length; i++) {
      json.writeFieldName(names[i]);
      cell(json, table.columns().get(i).type(), table, row, i);
    }
    json.writeEndObject();
  }

  private static void cell(
      JsonGenerator json, LogicalType type, RowTable table, int row, int column)
      throws IOException {
    if (table.isNull(row, column)) {
      json.writeNull();
    } else if (type == Simple.FLOAT || type == Simple.DOUBLE) {
      number(json, table.number(row, column));
    } else if (type instanceof Simple && type != Simple.STRING && type != Simple.BINARY) {
      whole(json, type, table.whole(row, column));
    } else {
      value(json, type, table.object(row, column));
    }
  }

  private static void value(JsonGenerator json, LogicalType type, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Float number) {
      number(json, number.doubleValue());
    } else if (value instanceof Double number) {
      number(json, number);
    } else if (value instanceof Number number && !(value instanceof BigDecimal)) {
      whole(json, type, number.longValue());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof double[] vector) {
      vector(json, vector);
    } else if (value instanceof ScoringVector vector) {
      vector(json, places(vector));
    } else if (value instanceof byte[] binary) {
      json.writeBinary(binary);
    } else if (value instanceof List<?> list) {
      nested(json, type, list);
    } else if (value instanceof BigDecimal decimal) {
      json.writeString(decimal.toPlainString());
    } else {
      json.writeString(value.toString());
    }
  }

  private static void vector(JsonGenerator json, double[] places) throws IOException {
    json.writeStartArray();
    for (double place : places) {
      number(json, place);
    }
    json.writeEndArray();
  }

  private static double[] places(ScoringVector vector) {
    double[] places = new double[vector.size()];
    for (int i = 0; i < vector.count(); i++) {
      places[vector.isDense() ? i : vector.indices()[i]] = vector.values()[i];
    }
    return places;
  }

  private static void nested(JsonGenerator json, LogicalType type, List<?> values)
      throws IOException {
    json.writeStartArray();
    for (int i = 0; i < values.size(); i++) {
      value(json, elementType(type, i), values.get(i));
    }
    json.writeEndArray();
  }

  private static LogicalType elementType(LogicalType type, int index) {
    if (type instanceof StructOf struct) {
      return struct.fields().get(index).type();
    }
    return type instanceof ArrayOf array ? array.element() : Simple.STRING;
  }

  private static void whole(JsonGenerator json, LogicalType type, long value) throws IOException {
    if (type == Simple.BOOLEAN) {
      json.writeBoolean(value != 0);
    } else if (type == Simple.DATE) {
      json.writeString(LocalDate.ofEpochDay(value).toString());
    } else if (type == Simple.TIMESTAMP) {
      json.writeString(Instant.EPOCH.plus(value, ChronoUnit.MICROS).toString());
    } else {
      json.writeNumber(value);
    }
  }

  private static void number(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeString(Double.toString(number));
    }
  }
}
