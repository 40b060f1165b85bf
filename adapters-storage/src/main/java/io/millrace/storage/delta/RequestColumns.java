package io.millrace.storage.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.model.requestlog.LoggedRow;
import io.millrace.model.requestlog.SegmentName;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The columns of logged requests. One table holds the requests of all models and versions, whose
 * columns differ: {@code features} and {@code prediction} are JSON objects as texts.
 */
final class RequestColumns {
  static final String FEATURES = "features";
  static final String PREDICTION = "prediction";

  static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.nullable("id", Simple.STRING),
              Column.nullable("row", Simple.INT),
              Column.nullable("time", Simple.TIMESTAMP),
              Column.nullable("model", Simple.STRING),
              Column.nullable("version", Simple.STRING),
              Column.nullable("route", Simple.STRING),
              Column.nullable("status", Simple.INT),
              Column.nullable("error", Simple.STRING),
              Column.nullable("dropped", Simple.STRING),
              Column.nullable(FEATURES, Simple.STRING),
              Column.nullable(PREDICTION, Simple.STRING),
              Column.nullable("segment", Simple.STRING)));

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RequestColumns() {}

  static Row row(LoggedRow row, SegmentName segment) {
    return RowFactory.create(
        row.id(),
        row.row(),
        java.sql.Timestamp.from(row.time()),
        row.model(),
        row.version(),
        row.route(),
        row.status(),
        row.errorOrNull(),
        row.dropReasonOrNull(),
        json(row.features()),
        row.prediction().isEmpty() ? null : json(row.prediction()),
        segment.instance() + "-" + segment.sequence());
  }

  private static String json(Map<String, @Nullable Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that was read can be written", e);
    }
  }
}
