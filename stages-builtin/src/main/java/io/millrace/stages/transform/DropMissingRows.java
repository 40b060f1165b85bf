package io.millrace.stages.transform;

import io.millrace.api.ColumnUse;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Drops rows of which too large a share is missing. */
final class DropMissingRows extends InSql {
  /** So that a share as 0.3 of 10 columns is 3 of them, however it is rounded. */
  private static final double ROUNDED = 1e-9;

  private final List<String> columns;
  private final double above;

  DropMissingRows(List<String> columns, double above) {
    this.columns = List.copyOf(columns);
    this.above = above;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    return input;
  }

  @Override
  public ColumnUse reads(Schema input) {
    return columns.isEmpty() ? ColumnUse.ofAll() : ColumnUse.of(columns);
  }

  @Override
  Collection<String> given() {
    return columns;
  }

  @Override
  Optional<String> obstacle(Schema input) {
    return columns.isEmpty()
        ? Optional.of("it counts the missing values of all columns: name those that count")
        : Optional.empty();
  }

  @Override
  String dropReason() {
    return "more of its values are missing than allowed";
  }

  @Override
  String statement() {
    String missing =
        columns.stream()
            .map(name -> "CAST(%s AS INT)".formatted(FilledValue.isMissingSql(name)))
            .collect(Collectors.joining(" + "));
    return "SELECT * FROM __THIS__ WHERE %s <= %d".formatted(missing, allowed(columns.size()));
  }

  private int allowed(int size) {
    return (int) Math.floor(size * above + ROUNDED);
  }

  @Override
  protected Dataset<Row> apply(Dataset<Row> frame) {
    List<String> counted = columns.isEmpty() ? List.of(frame.columns()) : columns;
    org.apache.spark.sql.Column missing =
        counted.stream()
            .map(name -> FilledValue.isMissing(frame, name).cast("int"))
            .reduce(functions.lit(0), org.apache.spark.sql.Column::plus);
    return frame.filter(missing.leq(allowed(counted.size())));
  }
}
