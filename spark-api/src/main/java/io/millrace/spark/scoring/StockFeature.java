package io.millrace.spark.scoring;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;

/**
 * How one transformer of Spark ML becomes steps.
 *
 * @param params all that it may have set: what has no effect on a transformer that is made is among
 *     them, what the steps do not heed is not
 * @param export adds the steps
 */
record StockFeature<T extends Transformer>(
    Class<T> type, Set<String> params, BiConsumer<T, StepDraft> export) {
  private static final List<String> ONE_COLUMN = List.of("inputCol", "outputCol");
  private static final List<String> MANY_COLUMNS = List.of("inputCols", "outputCols");

  /** One that makes a column of a column. */
  static <T extends Transformer> StockFeature<T> ofColumn(
      Class<T> type, BiConsumer<T, StepDraft> export, String... params) {
    return of(type, export, List.of(ONE_COLUMN, Arrays.asList(params)));
  }

  /** One that makes a column of a column, for one or for many. */
  static <T extends Transformer> StockFeature<T> ofColumns(
      Class<T> type, BiConsumer<T, StepDraft> export, String... params) {
    return of(type, export, List.of(ONE_COLUMN, MANY_COLUMNS, Arrays.asList(params)));
  }

  /** One with just those parameters. */
  static <T extends Transformer> StockFeature<T> with(
      Class<T> type, BiConsumer<T, StepDraft> export, String... params) {
    return of(type, export, List.of(Arrays.asList(params)));
  }

  private static <T extends Transformer> StockFeature<T> of(
      Class<T> type, BiConsumer<T, StepDraft> export, List<List<String>> params) {
    Set<String> all = new HashSet<>();
    params.forEach(all::addAll);
    return new StockFeature<>(type, Set.copyOf(all), export);
  }

  void export(Transformer transformer, StepDraft draft) {
    for (Param<?> param : transformer.params()) {
      if (transformer.isSet(param) && !params.contains(param.name())) {
        throw Refusals.of(
            "the parameter '%s' of %s has no portable form"
                .formatted(param.name(), type.getSimpleName()));
      }
    }
    export.accept(type.cast(transformer), draft);
  }
}
