package io.millrace.stages;

import io.millrace.api.StageFactory;
import io.millrace.stages.train.Predictors;
import io.millrace.stages.transform.Features;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds stages that are declared in tables. */
public final class BuiltIn {
  private BuiltIn() {}

  /** The stage with options of that type. */
  @SuppressWarnings("unchecked") // The type of the options is compared.
  public static <O extends Record> StageFactory<Dataset<Row>, O> stage(Class<O> options) {
    return (StageFactory<Dataset<Row>, O>)
        Stream.of(new Predictors(), new Features())
            .flatMap(family -> family.stages().stream())
            .filter(factory -> factory.optionsType() == options)
            .findFirst()
            .orElseThrow();
  }
}
