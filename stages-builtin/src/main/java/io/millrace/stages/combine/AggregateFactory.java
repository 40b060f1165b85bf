package io.millrace.stages.combine;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code combine/aggregate}. */
public final class AggregateFactory extends SparkStageFactory<AggregateFactory.Options> {
  /** Options of {@code combine/aggregate}. */
  public record Options(
      @Help(
              "The columns whose values make a group, missing values too; one group of all rows if"
                  + " empty")
          @Default("[]")
          List<String> by,
      @Help("What is summed up, into columns named COLUMN_FUNCTION") @Default("[]")
          List<Aggregate> aggregates,
      @Help("A column to be added: how many rows the group has") @NotEmpty
          @Nullable String count) {}

  /** Columns and what to make of them. */
  public record Aggregate(
      @Help("The columns") @NotEmpty List<String> columns,
      @Help("What their values are summed up to; missing values are left out") @NotEmpty
          List<Function> functions,
      @Help("What rows are ordered by, for first and last") @NotEmpty @Nullable String orderBy) {}

  /** What values of a group are summed up to. */
  public enum Function {
    /** How many values there are. */
    COUNT,
    /** How many different ones. */
    DISTINCT,
    SUM,
    MEAN,
    /** Their standard deviation, over n - 1. */
    SD,
    MEDIAN,
    MIN,
    MAX,
    /** The value of the first row that has one. */
    FIRST,
    /** The value of the last row that has one. */
    LAST;

    Summary summary() {
      return Summary.valueOf(name());
    }
  }

  /** For ServiceLoader. */
  public AggregateFactory() {
    super(
        "combine/aggregate",
        Options.class,
        "Makes one row of the rows with the same keys; before a split, as it would tear groups"
            + " apart",
        """
        by: [Contract]
        aggregates:
          - { columns: [MonthlyCharges, tenure], functions: [mean, sd, max] }
        count: customers
        """);
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    if (options.aggregates().isEmpty() && options.count() == null) {
      throw new IllegalArgumentException("nothing is to be made: give aggregates or count");
    }
    for (int i = 0; i < options.aggregates().size(); i++) {
      check(options.aggregates().get(i), "aggregates[" + i + "]");
    }
    return new AggregateCombiner(options);
  }

  private static void check(Aggregate aggregate, String place) {
    boolean needed = aggregate.functions().stream().anyMatch(f -> f.summary().isOrdered());
    if (needed && aggregate.orderBy() == null) {
      throw new IllegalArgumentException(place + ": first and last need orderBy");
    }
    if (!needed && aggregate.orderBy() != null) {
      throw new IllegalArgumentException(
          place
              + ": orderBy is for first and last, not for "
              + aggregate.functions().get(0).name().toLowerCase(Locale.ROOT));
    }
  }
}
