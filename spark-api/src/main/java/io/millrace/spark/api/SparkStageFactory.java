package io.millrace.spark.api;

import static java.util.Objects.requireNonNull;

import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.schema.DatasetType;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A factory of stages on Spark: says what {@link StageFactory} asks for in one constructor call, so
 * that only {@link #create} is left to write.
 */
public abstract class SparkStageFactory<O extends Record> implements StageFactory<Dataset<Row>, O> {
  private final String name;
  private final StageKind kind;
  private final Class<O> optionsType;
  private final String help;
  private final String example;

  /**
   * The kind follows from what stands before the slash.
   *
   * @param name see {@link StageFactory#name}
   * @param optionsType see {@link StageFactory#optionsType}
   * @param help see {@link StageFactory#help}
   * @param example see {@link StageFactory#example}
   */
  protected SparkStageFactory(String name, Class<O> optionsType, String help, String example) {
    this.name = requireNonNull(name, "name is null");
    this.kind = kindOf(name);
    this.optionsType = requireNonNull(optionsType, "optionsType is null");
    this.help = requireNonNull(help, "help is null");
    this.example = requireNonNull(example, "example is null").strip();
  }

  private static StageKind kindOf(String name) {
    String prefix = name.substring(0, Math.max(0, name.indexOf('/')));
    for (StageKind kind : StageKind.values()) {
      if (kind.prefix().equals(prefix)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("'" + name + "' starts with no stage kind and a slash");
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final StageKind kind() {
    return kind;
  }

  @Override
  public final DatasetType<Dataset<Row>> datasetType() {
    return SparkFrames.TYPE;
  }

  @Override
  public final Class<O> optionsType() {
    return optionsType;
  }

  @Override
  public final String help() {
    return help;
  }

  @Override
  public final String example() {
    return example;
  }
}
