package io.millrace.stages.sink;

import io.millrace.api.NamedTarget;
import io.millrace.api.PlanContext;
import io.millrace.api.QuarantineColumns;
import io.millrace.api.Sink;
import io.millrace.api.StageContext;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.FilePlace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Writes the bad rows with reason, record and source, and hands on the good ones. Its input is read
 * twice, by the write and by what follows: core persists it, so that the source is parsed once.
 */
final class QuarantineSink implements Sink<Dataset<Row>>, NamedTarget {
  private final QuarantineFactory.Options options;

  QuarantineSink(QuarantineFactory.Options options) {
    this.options = options;
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Schema input = inputs.getOrDefault("input", Schema.unknown());
    if (QuarantineColumns.ALL.stream().anyMatch(name -> !input.has(name))) {
      problems.report(
          "",
          StandardError.UNKNOWN_COLUMN,
          "the input marks no bad rows; set badRows: quarantine on the ingestor just before");
    }
    return input.without(Set.copyOf(QuarantineColumns.ALL));
  }

  @Override
  public boolean passesRowsThrough() {
    return true;
  }

  @Override
  public boolean handsOnInput() {
    return true;
  }

  private SetAside aside() {
    return new SetAside(options.path(), options.format());
  }

  @Override
  public boolean canReopen(Receipt receipt, PlanContext<Dataset<Row>> context) {
    return aside().holds(String.valueOf(receipt.facts().get("rows")));
  }

  @Override
  public List<Asset> targets(Receipt receipt) {
    return List.of(Asset.data(FilePlace.name(options.path()), ""));
  }

  @Override
  public Receipt write(Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    String rows = aside().note(context.effect()).orElseGet(() -> writeRows(input(inputs), context));
    context.fact("set aside", rows + " rows");
    if (!rows.equals("0")) {
      context.warn("Bad rows were set aside in " + options.path() + ": " + rows + ".");
    }
    return new Receipt(Map.of("path", options.path(), "rows", rows));
  }

  private String writeRows(Dataset<Row> input, StageContext<Dataset<Row>> context) {
    Observation counted = new Observation();
    Dataset<Row> bad =
        input
            .filter(reason().isNotNull())
            .select(
                reason().as("reason"),
                Columns.col(QuarantineColumns.RECORD).as("record"),
                Columns.col(QuarantineColumns.SOURCE).as("source"))
            .observe(counted, functions.count(functions.lit(1)).as("rows"));
    return aside().write(bad, () -> rows(counted), context.effect());
  }

  private static String rows(Observation counted) {
    try {
      return String.valueOf(counted.getAsJava().getOrDefault("rows", 0L));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  @Override
  public Dataset<Row> reopen(
      Receipt receipt, Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    return good(input(inputs));
  }

  @Override
  public Dataset<Row> withoutWriting(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    return good(input(inputs));
  }

  private static Dataset<Row> good(Dataset<Row> input) {
    return Columns.select(
        input.filter(reason().isNull()),
        Arrays.stream(input.columns())
            .filter(name -> !QuarantineColumns.ALL.contains(name))
            .toList());
  }

  private static Column reason() {
    return Columns.col(QuarantineColumns.REASON);
  }

  private static Dataset<Row> input(Map<String, Dataset<Row>> inputs) {
    Dataset<Row> input = inputs.get("input");
    if (input == null) {
      throw new IllegalArgumentException("no input is named input");
    }
    return input;
  }
}
