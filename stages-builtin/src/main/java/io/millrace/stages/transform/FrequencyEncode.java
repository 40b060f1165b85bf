package io.millrace.stages.transform;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.transform.EncodingOptions.Frequency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Turns categories into how often the training rows hold them, all columns counted in one job. */
final class FrequencyEncode extends AggregatedColumns<FittedCodes.State> {
  private static final double[] UNSEEN = {0};

  private final EncodingOptions.FrequencyEncode options;

  FrequencyEncode(EncodingOptions.FrequencyEncode options) {
    super(
        ColumnPairs.of(options.columns(), options.outputs(), options.suffix(), "_frequency"),
        FittedCodes.FILE,
        FittedCodes.State.class);
    this.options = options;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        columns(),
        FittedCodes::accepts,
        "transform/frequency-encode takes strings, booleans and numbers",
        problems);
    return input.with(
        pairs().outputs().values().stream()
            .map(name -> io.millrace.api.schema.Column.required(name, Simple.DOUBLE))
            .toList());
  }

  @Override
  public List<org.apache.spark.sql.Column> aggregates(Dataset<Row> train) {
    return columns().stream().map(ValueCounts::of).toList();
  }

  @Override
  FittedCodes.State learn(Dataset<Row> train, Row figures) {
    List<FittedCodes.Codes> codes = new ArrayList<>();
    for (int i = 0; i < columns().size(); i++) {
      Map<@Nullable String, Long> counts = ValueCounts.read(figures.getStruct(i));
      if (counts.isEmpty()) {
        throw new MillraceException(
            StandardError.EMPTY_INPUT, "There are no training rows to count values in.");
      }
      codes.add(codes(counts));
    }
    return new FittedCodes.State(List.of(), codes);
  }

  private FittedCodes.Codes codes(Map<@Nullable String, Long> counts) {
    double rows = counts.values().stream().mapToLong(Long::longValue).sum();
    double unit = options.frequency() == Frequency.SHARE ? rows : 1;
    double[][] codes =
        counts.values().stream().map(n -> new double[] {n / unit}).toArray(double[][]::new);
    return new FittedCodes.Codes(new ArrayList<>(counts.keySet()), codes, UNSEEN);
  }

  @Override
  FittedCodes fitted(FittedCodes.State state) {
    return new FittedCodes(pairs(), state);
  }
}
