package io.millrace.stages.transform;

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
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import io.millrace.spark.scoring.SqlScored;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Drops columns that are missing in too large a share of the training rows. */
final class DropMissingColumns implements Transformer<Dataset<Row>>, Exportable {
  private static final String FILE = "dropped.json";

  private final List<String> columns;
  private final double above;

  DropMissingColumns(List<String> columns, double above) {
    this.columns = List.copyOf(columns);
    this.above = above;
  }

  /** What was learnt: the columns that go. */
  record State(List<String> dropped) {}

  /** Only fitting tells which columns go. */
  @Override
  public Schema schema(Schema input, Problems problems) {
    return Schema.unknown();
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.ofAll();
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

  @Override
  public Set<ExportForm> exportForms() {
    return EnumSet.allOf(ExportForm.class);
  }

  @Override
  public Optional<String> obstacle(ExportForm form, Schema input) {
    return form == ExportForm.SPARK_ML
        ? StockSql.obstacle(columns.isEmpty() ? input.names() : columns)
        : Optional.empty();
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    List<String> looked = columns.isEmpty() ? List.of(train.columns()) : columns;
    Column[] counts =
        Stream.concat(
                Stream.of(functions.count(functions.lit(1))),
                looked.stream().map(name -> functions.count_if(FilledValue.isMissing(train, name))))
            .toArray(Column[]::new);
    Row counted = train.select(counts).head();
    long rows = counted.getLong(0);
    List<String> dropped = new ArrayList<>();
    for (int i = 0; i < looked.size(); i++) {
      if (counted.getLong(i + 1) > rows * above) {
        dropped.add(looked.get(i));
      }
    }
    if (dropped.size() == train.columns().length) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "Every column is missing in more than %s of the training rows: raise columnsAbove, or look at the source."
              .formatted(above));
    }
    context.fact("dropped", dropped.isEmpty() ? "no column" : String.join(", ", dropped));
    return Fit.of(new Dropped(new State(dropped)));
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return new Dropped(StateJson.read(state, FILE, State.class));
  }

  private record Dropped(State state) implements SqlScored, SparkMlExport {
    @Override
    public Dataset<Row> apply(Dataset<Row> frame) {
      return Columns.select(
          frame,
          Stream.of(frame.columns()).filter(name -> !state.dropped().contains(name)).toList());
    }

    @Override
    public void save(StateDirectory directory) {
      StateJson.write(directory, FILE, state);
    }

    @Override
    public List<org.apache.spark.ml.Transformer> sparkMl() {
      return state.dropped().isEmpty()
          ? List.of()
          : new SelectTransformer(new SelectFactory.Options(null, state.dropped(), null)).sparkMl();
    }
  }
}
