package io.millrace.stages.combine;

import io.millrace.api.Stage;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** {@code combine/join}. */
public final class JoinFactory extends SparkStageFactory<JoinFactory.Options> {
  /** Options of {@code combine/join}. */
  public record Options(
      @Help("The columns, of the same name on both sides, whose values must be equal") @NotEmpty
          List<String> on,
      @Help("Which rows stay") @Default("inner") Type type,
      @Help("The side that is small enough to be sent to every worker; auto: Spark decides by size")
          @Default("auto")
          Broadcast broadcast,
      @Help(
              "Added to the names of the right side's columns that the left side has too; without"
                  + " it, such columns are an error")
          @NotEmpty
          @Nullable String suffix) {}

  /** Which rows stay. */
  public enum Type {
    /** Those with a partner. */
    INNER,
    /** All of the left side. */
    LEFT,
    /** All of the right side. */
    RIGHT,
    /** All of both sides. */
    FULL,
    /** Those of the left side that have a partner, without the right side's columns. */
    SEMI,
    /** Those of the left side that have none. */
    ANTI;

    /** Whether the right side's columns are there afterwards. */
    boolean keepsRight() {
      return this != SEMI && this != ANTI;
    }
  }

  /** The side that is sent to every worker. */
  public enum Broadcast {
    AUTO,
    LEFT,
    RIGHT
  }

  /** For ServiceLoader. */
  public JoinFactory() {
    super(
        "combine/join",
        Options.class,
        "Joins two frames on columns, as from: { left: …, right: … }",
        "on: [customerID]\ntype: left");
  }

  @Override
  public Stage<Dataset<Row>> create(Options options) {
    return new JoinCombiner(options);
  }
}
