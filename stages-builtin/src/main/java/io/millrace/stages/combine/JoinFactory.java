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
          @Nullable String suffix,
      @Help(
              "Where few keys have most of the rows. adaptive: Spark splits partitions that grow"
                  + " too large while it runs. salt: the keys of the left side (of the right one"
                  + " for type right) are counted first, and the rows of frequent ones spread over"
                  + " many tasks")
          @Default("adaptive")
          Skew skew) {}

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

  /** What is done about keys that have most of the rows. */
  public enum Skew {
    /** Spark's adaptive execution. */
    ADAPTIVE,
    /** Frequent keys are found in a pass of its own, and cut into slices. */
    SALT
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
    check(options.type(), options.broadcast(), options.skew());
    return new JoinCombiner(options);
  }

  /** Spark would leave out what it can't do, and say nothing. */
  private static void check(Type type, Broadcast broadcast, Skew skew) {
    String name = type.name().toLowerCase(Locale.ROOT);
    boolean impossible =
        switch (type) {
          case INNER -> false;
          case LEFT, SEMI, ANTI -> broadcast == Broadcast.LEFT;
          case RIGHT -> broadcast == Broadcast.RIGHT;
          case FULL -> broadcast != Broadcast.AUTO;
        };
    if (impossible) {
      throw new IllegalArgumentException(
          "type %s keeps rows of the %s side that have no partner, so that side can't be broadcast"
              .formatted(name, broadcast.name().toLowerCase(Locale.ROOT)));
    }
    if (skew == Skew.SALT && type == Type.FULL) {
      throw new IllegalArgumentException(
          "skew salt would repeat rows without a partner in a join of type full; use adaptive");
    }
    if (skew == Skew.SALT && broadcast != Broadcast.AUTO) {
      throw new IllegalArgumentException(
          "skew salt spreads the rows of a key, which a broadcast does not gather; leave one out");
    }
  }
}
