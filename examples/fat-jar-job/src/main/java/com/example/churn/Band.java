package com.example.churn;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Adds the band of a number. Learns nothing, so it may stand before a split. */
final class Band implements Transformer<Dataset<Row>>, FittedTransformer<Dataset<Row>> {
  private final BandOptions options;
  private final Bands bands;

  Band(BandOptions options) {
    this.options = options;
    this.bands = new Bands(options.edges());
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    input
        .column(options.column())
        .filter(column -> !column.type().isNumeric())
        .ifPresent(
            column ->
                problems.report(
                    "column",
                    StandardError.COLUMN_TYPE,
                    "column '%s' is of type %s; only numbers fall into bands"
                        .formatted(column.name(), column.type().text())));
    return input.with(Column.nullable(options.output(), Simple.STRING));
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(List.of(options.column()));
  }

  @Override
  public boolean learns() {
    return false;
  }

  @Override
  public AppliesTo appliesTo() {
    return AppliesTo.ALL;
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    return Fit.of(this);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    UDF1<Double, String> name = bands::name;
    return Columns.with(
        frame,
        Map.of(
            options.output(),
            functions
                .udf(name, DataTypes.StringType)
                .apply(Columns.col(options.column()).cast(DataTypes.DoubleType))));
  }

  @Override
  public void save(StateDirectory state) {
    // Nothing was learnt.
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return this;
  }
}
