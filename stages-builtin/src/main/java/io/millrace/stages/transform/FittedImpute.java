package io.millrace.stages.transform;

import static java.util.Objects.requireNonNull;

import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import io.millrace.spark.scoring.SqlScored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** The values to fill columns with. */
record FittedImpute(State state) implements SqlScored, SparkMlExport {
  static final String FILE = "impute.json";

  /**
   * What was learnt.
   *
   * @param values by column, as text in the column's type; means and medians as doubles
   * @param types by column, as Spark SQL writes them
   * @param indicatorSuffixOrNull what names of indicator columns end with
   */
  record State(
      Map<String, String> values,
      Map<String, String> types,
      @Nullable String indicatorSuffixOrNull) {}

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, Column> columns = new LinkedHashMap<>();
    state
        .values()
        .forEach((name, value) -> columns.put(name, FilledValue.filled(frame, name, value)));
    String suffix = state.indicatorSuffixOrNull();
    if (suffix != null) {
      for (String name : state.values().keySet()) {
        columns.put(name + suffix, FilledValue.isMissing(frame, name));
      }
    }
    return Columns.with(frame, columns);
  }

  @Override
  public void save(StateDirectory directory) {
    StateJson.write(directory, FILE, state);
  }

  @Override
  public List<Transformer> sparkMl() {
    List<String> columns = new ArrayList<>();
    state
        .values()
        .forEach(
            (name, value) ->
                columns.add(
                    FilledValue.filledSql(name, type(name), value) + " AS " + Columns.quote(name)));
    String suffix = state.indicatorSuffixOrNull();
    if (suffix != null) {
      for (String name : state.values().keySet()) {
        columns.add(
            FilledValue.isMissingSql(name, type(name)) + " AS " + Columns.quote(name + suffix));
      }
    }
    String filled =
        state.values().keySet().stream().map(Columns::quote).collect(Collectors.joining(", "));
    return List.of(
        StockSql.statement(
            "SELECT * EXCEPT (%s), %s FROM __THIS__"
                .formatted(filled, String.join(", ", columns))));
  }

  private DataType type(String name) {
    return DataType.fromDDL(requireNonNull(state.types().get(name)));
  }
}
