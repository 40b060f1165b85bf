package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.error.StandardError;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.StateJson;
import io.millrace.spark.api.StockSql;
import io.millrace.spark.scoring.SqlScored;
import io.millrace.stages.transform.PowerOptions.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The powers of columns. */
record FittedPower(ColumnPairs pairs, Method method, State state)
    implements SqlScored, SparkMlExport {
  static final String FILE = "power.json";
  private static final String HELPER = "__number";

  /**
   * What was learnt.
   *
   * @param lambdas the power of each column; 1 where the method has none
   */
  record State(List<Double> lambdas) {}

  /** What a method takes, as a condition on a number and in words; empty, if it takes any. */
  private record Domain(String condition, String text) {}

  private static Optional<Domain> domain(Method method) {
    return switch (method) {
      case LOG, BOX_COX -> Optional.of(new Domain("%s > 0", "numbers above 0"));
      case LOG1P -> Optional.of(new Domain("%s > -1", "numbers above -1"));
      case SQRT -> Optional.of(new Domain("%s >= 0", "no negative numbers"));
      case CBRT, YEO_JOHNSON -> Optional.empty();
    };
  }

  /** The column as a double; what the method can't take fails the job, in our words. */
  static Column inDomain(Method method, String name) {
    Column number = Columns.col(name).cast("double");
    return domain(method)
        .map(
            domain ->
                when(number.isNull().or(expr(domain.condition().formatted(sql(name)))), number)
                    .otherwise(
                        RowFailures.raise(
                            StandardError.UNUSABLE_COLUMN,
                            "",
                            concat(
                                lit("The column '%s' holds ".formatted(name)),
                                number.cast("string"),
                                lit(
                                    ", and method %s of transform/power takes %s: use yeo-johnson, or bound it with transform/outliers."
                                        .formatted(text(method), domain.text()))))))
        .orElse(number);
  }

  private static String text(Method method) {
    return method.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String sql(String name) {
    return "CAST(%s AS DOUBLE)".formatted(Columns.quote(name));
  }

  /** The number of that name under the power. */
  private String bent(String x, double lambda) {
    return switch (method) {
      case LOG -> "ln(%s)".formatted(x);
      case LOG1P -> "log1p(%s)".formatted(x);
      case SQRT -> "sqrt(%s)".formatted(x);
      case CBRT -> "cbrt(%s)".formatted(x);
      case BOX_COX ->
          lambda == 0
              ? "ln(%s)".formatted(x)
              : "expm1(%1$sD * ln(%2$s)) / %1$sD".formatted(lambda, x);
      case YEO_JOHNSON ->
          "CASE WHEN %1$s >= 0 THEN %2$s ELSE %3$s END"
              .formatted(x, side(x, lambda, ""), side("(-%s)".formatted(x), 2 - lambda, "-"));
    };
  }

  /** One side of Yeo and Johnson's function, of a number that is not negative. */
  private static String side(String x, double lambda, String sign) {
    return lambda == 0
        ? "%slog1p(%s)".formatted(sign, x)
        : "%1$sexpm1(%2$sD * log1p(%3$s)) / %2$sD".formatted(sign, lambda, x);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> frame) {
    Dataset<Row> result = frame;
    List<String> names = new ArrayList<>(List.of(frame.columns()));
    int place = 0;
    Map<String, Column> staged = new LinkedHashMap<>();
    Map<String, Column> made = new LinkedHashMap<>();
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      String helper = HELPER + "_" + place;
      staged.put(helper, inDomain(method, pair.getKey()));
      made.put(pair.getValue(), expr(bent(helper, state.lambdas().get(place++))));
      if (!names.contains(pair.getValue())) {
        names.add(pair.getValue());
      }
    }
    result = Columns.with(result, staged);
    return Columns.select(Columns.with(result, made), names);
  }

  @Override
  public void save(StateDirectory directory) {
    StateJson.write(directory, FILE, state);
  }

  @Override
  public List<Transformer> sparkMl() {
    List<Transformer> stages = new ArrayList<>();
    int place = 0;
    for (Map.Entry<String, String> pair : pairs.outputs().entrySet()) {
      String number = sql(pair.getKey());
      String checked =
          domain(method)
              .map(
                  domain ->
                      "CASE WHEN %1$s IS NULL OR %2$s THEN %1$s ELSE raise_error('a number has no %3$s') END"
                          .formatted(number, domain.condition().formatted(number), text(method)))
              .orElse(number);
      stages.add(StockSql.statement("SELECT *, %s AS %s FROM __THIS__".formatted(checked, HELPER)));
      stages.add(
          StockSql.statement(
              "SELECT * EXCEPT (%s), %s AS %s FROM __THIS__"
                  .formatted(
                      HELPER,
                      bent(HELPER, state.lambdas().get(place++)),
                      Columns.quote(pair.getValue()))));
    }
    return stages;
  }
}
