package io.millrace.stages.transform;

import io.millrace.api.FittedTransformer;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.feature.SQLTransformer;
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
    String[] filled =
        IntStream.range(0, names.length).mapToObj(i -> "__filled_" + i).toArray(String[]::new);
    return List.of(
        new ImputerModel(Identifiable$.MODULE$.randomUID("imputer"), names, surrogates)
            .setInputCols(names)
            .setOutputCols(filled),
        new SQLTransformer().setStatement(replacement(names, filled)));
  }

  /** In place, a stock imputer tells a pipeline that both columns stay, under one name. */
  private static String replacement(String[] names, String[] filled) {
    String dropped =
        Stream.concat(Stream.of(names), Stream.of(filled))
            .map(Columns::quote)
            .collect(Collectors.joining(", "));
    String renamed =
        IntStream.range(0, names.length)
            .mapToObj(i -> Columns.quote(filled[i]) + " AS " + Columns.quote(names[i]))
            .collect(Collectors.joining(", "));
    return "SELECT * EXCEPT (%s), %s FROM __THIS__".formatted(dropped, renamed);
  }
}
