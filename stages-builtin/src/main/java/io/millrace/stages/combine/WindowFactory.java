package io.millrace.stages.combine;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code combine/window}. */
public final class WindowFactory extends SparkStageFactory<WindowFactory.Options> {
  /** Options of {@code combine/window}. */
  public record Options(
      @Help("The columns whose values make a history; one history of all rows if empty")
          @Default("[]")
          List<String> by,
      @Help("The time of a row: a timestamp, a date or a whole number. Rows without it get nothing")
          @NotEmpty
          String orderBy,
      @Help("What is made of the rows before; nothing looks at later ones") @NotEmpty
          List<Feature> features) {}

  /** Columns and what to make of their values in rows up to the present one. */
  public record Feature(
      @Help("The columns") @NotEmpty List<String> columns,
      @Help("What is made of the values; missing ones are left out, but by lag") @NotEmpty
          List<Function> functions,
      @Help("The last so many rows; for lag, how many rows back. Without rows and within, all")
          @Range(min = 1, max = 1_000_000)
          @Nullable Integer rows,
      @Help("The rows of so much time: 500ms, 30s, 10m, 2h or 7d; days for dates") @NotEmpty
          @Nullable String within,
      @Help(
              "Whether the row itself counts; if not, and for within, neither do others of the very"
                  + " time")
          @Default("true")
          boolean includeCurrent,
      @Help(
              "Put behind the names, which are COLUMN_FUNCTION_ROWS, COLUMN_FUNCTION_WITHIN or"
                  + " COLUMN_FUNCTION")
          @Default("\"\"")
          String suffix) {
    /** The name of the column that is made. */
    String name(String column, Function function) {
      String size = rows != null ? "_" + rows : within != null ? "_" + within : "";
      return column + "_" + function.name().toLowerCase(java.util.Locale.ROOT) + size + suffix;
    }
  }

  /** What is made of the values of a history. There is no lead: it would look into the future. */
  public enum Function {
    /** How many values there are. */
    COUNT,
    SUM,
    MEAN,
    /** Their standard deviation, over n - 1. */
    SD,
    MIN,
    MAX,
    /** The value so many rows before. */
    LAG
  }

  /** For ServiceLoader. */
  public WindowFactory() {
    super(
        "combine/window",
        Options.class,
        "Adds what the rows before tell: rolling, cumulative, lagged; by key and time, before a"
            + " split",
        """
        by: [Contract]
        orderBy: signup
        features:
          - { columns: [MonthlyCharges], functions: [mean, max], within: 90d }
          - { columns: [MonthlyCharges], functions: [lag], rows: 1 }
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    for (int i = 0; i < options.features().size(); i++) {
      String mistake = mistake(options.features().get(i));
      if (!mistake.isEmpty()) {
        throw new IllegalArgumentException("features[" + i + "]: " + mistake);
      }
    }
    return new WindowCombiner(options);
  }

  private static String mistake(Feature feature) {
    boolean lags = feature.functions().contains(Function.LAG);
    if (feature.rows() != null && feature.within() != null) {
      return "rows and within exclude each other";
    }
    if (lags && feature.rows() == null) {
      return "lag needs rows, how many rows back";
    }
    if (lags && !feature.includeCurrent()) {
      return "includeCurrent is not for lag, which never takes the row itself";
    }
    return feature.within() != null && AsOfTime.isSpan(feature.within()) || feature.within() == null
        ? ""
        : "within '%s' is no span of time; write 30s, 10m, 2h or 7d, or a number"
            .formatted(feature.within());
  }
}
