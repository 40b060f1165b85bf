package io.millrace.stages.transform;

import io.millrace.api.FittedTransformer;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The values to fill columns with. */
record FittedImpute(State state) implements FittedTransformer<Dataset<Row>>, SparkMlExport {
  static final String FILE = "impute.json";

  /**
   * What was learnt.
   *
   * @param values by column, as text in the column's type; means and medians as doubles
   * @param indicatorSuffixOrNull what names of indicator columns end with
   */
  record State(Map<String, String> values, @Nullable String indicatorSuffixOrNull) {}

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
    String[] names = state.values().keySet().toArray(String[]::new);
    double[] surrogates =
        state.values().values().stream().mapToDouble(Double::parseDouble).toArray();
    return List.of(
        new ImputerModel(Identifiable$.MODULE$.randomUID("imputer"), names, surrogates)
            .setInputCols(names)
            .setOutputCols(names));
  }
}
