package io.millrace.stages.train;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The option of classifiers that says how much the rows of a class weigh. */
public record ClassWeights(
    @Help("whether rows weigh so that each class has the same weight in all") @Default("false")
        boolean balanced,
    @Help("the weight of a class's rows, as { Yes: 3 }; 1 for classes that are not named") @NotEmpty
        @Nullable Map<String, Double> given) {
  void check() {
    if (balanced == (given != null)) {
      throw new IllegalArgumentException("classWeights takes either balanced: true or given");
    }
    if (given != null
        && given.values().stream().anyMatch(weight -> !(weight >= 0) || weight.isInfinite())) {
      throw new IllegalArgumentException("a weight in classWeights is 0 or more, and finite");
    }
  }

  /**
   * The weights in the order of the classes. Balanced ones are as in scikit-learn: the rows,
   * divided by the classes and by the class's rows.
   *
   * @param rows of each class
   */
  List<Double> of(String label, List<String> classes, List<Long> rows) {
    if (given == null) {
      double all = rows.stream().mapToLong(Long::longValue).sum();
      return rows.stream().map(count -> all / (classes.size() * count)).toList();
    }
    for (String name : given.keySet()) {
      if (!classes.contains(name)) {
        throw new MillraceException(
            StandardError.INVALID_OPTION,
            "The option classWeights names the class '%s', and the label '%s' has %s."
                .formatted(name, label, String.join(", ", classes)));
      }
    }
    Map<String, Double> weights = given;
    return IntStream.range(0, classes.size())
        .mapToObj(i -> weights.getOrDefault(classes.get(i), 1.0))
        .toList();
  }
}
