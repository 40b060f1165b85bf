package io.millrace.stages.train.cluster;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the options of all clusterings have in common. Whatever else a record of options has is
 * called what Spark ML calls that parameter.
 */
interface ClusterOptions {
  /** The options that are no parameters of Spark ML. */
  Set<String> OWN = Set.of("features", "weight", "starts");

  /** The vector to learn from. */
  String features();

  /** The number that weighs rows; null where there is none. */
  @Nullable String weight();

  /** The number of clusters asked for. */
  int k();

  /** The rounds after which learning stops. */
  int maxIter();

  /** How often clusters are sought from other first centers, of which the best are kept. */
  default int starts() {
    return 1;
  }

  /** The column that weighs rows. */
  default Optional<String> weighing() {
    return Optional.ofNullable(weight());
  }
}
