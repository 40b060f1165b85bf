package io.millrace.kafka;

import io.millrace.api.error.StandardError;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.record.BadRows;
import io.millrace.spark.api.record.JsonRecord;
import io.millrace.spark.api.record.JsonRecordParser;
import io.millrace.spark.api.record.JsonRecordParser.Parsed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * Reads the JSON values of records in a task. Rows come in as value, topic, partition, offset and
 * what else is kept; they leave as the value's columns, what else is kept, and, where bad ones are
 * set aside, the columns of quarantine.
 *
 * @param columns of the value
 * @param badRows what happens to those that can't be read
 * @param always whether record and source are told of good rows, too
 */
record ValueReader(StructType columns, BadRows badRows, boolean always)
    implements MapPartitionsFunction<Row, Row> {
  /** How many columns stand before those that are kept. */
  static final int BEFORE = 4;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    JsonRecordParser parser = new JsonRecordParser(columns, JsonRecordParser.options(), false);
    Function1<Object, Object> converter = CatalystTypeConverters.createToScalaConverter(columns);
    Iterable<Row> once = () -> rows;
    return StreamSupport.stream(once.spliterator(), false)
        .map(row -> read(row, parser, converter))
        .filter(Objects::nonNull)
        .iterator();
  }

  private @Nullable Row read(
      Row record, JsonRecordParser parser, Function1<Object, Object> converter) {
    byte[] value = (byte[]) record.get(0);
    Parsed parsed = parse(value, parser);
    String reason = parsed.reason();
    if (reason != null && badRows == BadRows.FAIL) {
      throw RowFailures.failure(
          StandardError.BAD_RECORD,
          "The value at offset %d of partition %d of topic '%s' can't be read: %s."
              .formatted(record.getLong(3), record.getInt(2), record.getString(1), reason));
    }
    if (reason != null && badRows == BadRows.DROP) {
      return null;
    }
    List<@Nullable Object> values = new ArrayList<>();
    Row fields = parsed.row() == null ? null : (Row) converter.apply(parsed.row());
    for (int i = 0; i < columns.size(); i++) {
      values.add(fields == null ? null : fields.get(i));
    }
    for (int i = BEFORE; i < record.size(); i++) {
      values.add(record.get(i));
    }
    if (badRows == BadRows.QUARANTINE) {
      boolean told = always || reason != null;
      values.add(reason);
      values.add(told && value != null ? new String(value, StandardCharsets.UTF_8) : null);
      values.add(told ? place(record) : null);
    }
    return RowFactory.create(values.toArray());
  }

  /** As {@code orders-3@1234}. */
  private static String place(Row record) {
    return record.getString(1) + "-" + record.getInt(2) + "@" + record.getLong(3);
  }

  private static Parsed parse(byte @Nullable [] value, JsonRecordParser parser) {
    if (value == null) {
      return bad("it has no value");
    }
    try {
      // Unlike a String's constructor, a decoder tells of what is no text.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      return parser.parse(new JsonRecord(text, 1, null));
    } catch (CharacterCodingException e) {
      return bad("it is no UTF-8 text");
    }
  }

  private static Parsed bad(String reason) {
    return new Parsed(null, reason, List.of(), null);
  }

  /** The columns that leave. */
  static Stream<String> before() {
    return Stream.of(RecordColumns.VALUE, "topic", "partition", "offset");
  }
}
