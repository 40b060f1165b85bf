package com.example.winsorize;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Learns a lower and an upper limit for each column, and clips what exceeds them. */
final class Winsorize implements Transformer<Dataset<Row>>, Exportable {
  private final WinsorizeOptions options;

  Winsorize(WinsorizeOptions options) {
    this.options = options;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    Schema output = input;
    for (int i = 0; i < options.columns().size(); i++) {
      String option = "columns[" + i + "]";
      var column = input.column(options.columns().get(i));
      if (column.isPresent() && !column.get().type().isNumeric()) {
        problems.report(
            option,
            StandardError.COLUMN_TYPE,
            "column '%s' is of type %s; only numbers can be clipped"
                .formatted(column.get().name(), column.get().type().text()));
      } else if (column.isPresent()) {
        output =
            output.with(io.millrace.api.schema.Column.nullable(column.get().name(), Simple.DOUBLE));
      }
    }
    return output;
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(options.columns());
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public AppliesTo appliesTo() {
    return AppliesTo.ALL;
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  /** What is learnt says itself in steps: see {@link FittedWinsorize#scoring}. */
  @Override
  public Set<ExportForm> exportForms() {
    return Set.of(ExportForm.SCORING);
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    // Exact quantiles, all in one pass: the same on any partitioning, as approximate ones are not.
    Column[] quantiles = options.columns().stream().map(this::quantiles).toArray(Column[]::new);
    Row learnt = train.select(quantiles).head();
    Map<String, Limits> limits = new LinkedHashMap<>();
    for (int i = 0; i < options.columns().size(); i++) {
      String name = options.columns().get(i);
      if (learnt.isNullAt(i)) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "Column '%s' has no value in the training rows: leave it out of winsorize."
                .formatted(name));
      }
      List<Double> pair = learnt.getList(i);
      limits.put(name, new Limits(pair.get(0), pair.get(1)));
    }
    return Fit.of(new FittedWinsorize(limits));
  }

  private Column quantiles(String name) {
    Column value = Columns.col(name).cast("double");
    return percentile(
        when(not(isnan(value)), value), array(lit(options.lower()), lit(options.upper())));
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return FittedWinsorize.load(state);
  }
}
