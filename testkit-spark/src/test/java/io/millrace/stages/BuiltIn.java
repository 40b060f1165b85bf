package io.millrace.stages;

import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import io.millrace.stages.ingest.RawFiles;
import io.millrace.stages.train.Predictors;
import io.millrace.stages.train.cluster.Clusterings;
import io.millrace.stages.transform.Encodings;
import io.millrace.stages.transform.Features;
import io.millrace.stages.transform.Preparations;
import io.millrace.stages.transform.Selectors;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds stages that are declared in tables. */
public final class BuiltIn {
  private static final List<StageFamily<Dataset<Row>>> FAMILIES =
      List.of(
          new Predictors(),
          new Clusterings(),
          new Features(),
          new Preparations(),
          new Encodings(),
          new RawFiles(),
          new Selectors());

  private BuiltIn() {}

  /** The stage with options of that type. */
  @SuppressWarnings("unchecked") // The type of the options is compared.
  public static <O extends Record> StageFactory<Dataset<Row>, O> stage(Class<O> options) {
    Stream<? extends StageFactory<Dataset<Row>, ?>> offered =
        FAMILIES.stream().flatMap(family -> family.stages().stream());
    return (StageFactory<Dataset<Row>, O>)
        offered.filter(factory -> factory.optionsType() == options).findFirst().orElseThrow();
  }

  /** The stage that these are the options of. */
  @SuppressWarnings("unchecked") // The class of the options is the type of the options.
  public static <O extends Record> StageFactory<Dataset<Row>, O> of(O options) {
    return stage((Class<O>) options.getClass());
  }

  /** A stage of the kind that the caller knows the factory to make. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <S, O extends Record> S made(StageFactory<Dataset<Row>, O> factory, O options) {
    return (S) factory.create(options);
  }
}
