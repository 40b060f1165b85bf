package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.udf;

import io.millrace.api.FittedTransformer;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.SparkMlState;
import io.millrace.spark.api.StockSql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Transformers of Spark ML, one for each column. They work on columns with names of our own, since
 * Spark ML reads dots in a name as paths.
 *
 * @param leastSlots how many slots a vector has to have
 * @param models from {@link #input} to {@link #output} of their place
 */
record FittedFeature(
    ColumnPairs pairs,
    Values values,
    boolean refusing,
    boolean learnt,
    int leastSlots,
    List<Transformer> models)
    implements FittedTransformer<Dataset<Row>>, SparkMlExport {
  FittedFeature {
    models = List.copyOf(models);
  }

  static String input(int place) {
    return "__in_" + place;
  }

  static String output(int place) {
    return "__out_" + place;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Map<String, Column> staged = new LinkedHashMap<>();
    for (int place = 0; place < models.size(); place++) {
      staged.put(input(place), present(pairs.inputs().get(place)));
    }
    Dataset<Row> result = Columns.with(frame, staged);
    for (Transformer model : models) {
      result = model.transform(result);
    }
    Map<String, Column> made = new LinkedHashMap<>();
    int place = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      made.put(pair.getValue(), values.made(pair.getKey(), Columns.col(output(place++))));
    }
    List<String> names = new ArrayList<>(List.of(frame.columns()));
    made.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return Columns.select(Columns.with(result, made), names);
  }

  /** Spark ML finds a vector too short without naming it, or the column. */
  private Column present(String name) {
    Column present = values.present(name, refusing);
    if (leastSlots == 0) {
      return present;
    }
    var longEnough = VectorSizes.atLeast(name, leastSlots);
    return udf(longEnough, SQLDataTypes.VectorType()).asNonNullable().apply(present);
  }

  @Override
  public void save(StateDirectory state) {
    if (learnt) {
      SparkMlState.save(state, models);
    }
  }

  @Override
  public List<Transformer> sparkMl() {
    List<Transformer> stages = new ArrayList<>();
    int place = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      String input = Columns.quote(pair.getKey());
      stages.add(
          StockSql.statement(
              "SELECT *, %s AS %s FROM __THIS__"
                  .formatted(values.presentSql(input), input(place))));
      stages.add(models.get(place));
      stages.add(
          StockSql.statement(
              "SELECT * EXCEPT (%s, %s), %s AS %s FROM __THIS__"
                  .formatted(
                      input(place),
                      output(place),
                      values.madeSql(input, output(place)),
                      Columns.quote(pair.getValue()))));
      place++;
    }
    return stages;
  }
}
