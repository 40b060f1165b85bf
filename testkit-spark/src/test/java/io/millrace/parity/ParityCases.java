package io.millrace.parity;

import java.util.List;
import java.util.stream.Stream;

/** All comparisons: what {@link ParityTest} proves, and docs/reference/parity.md lists. */
final class ParityCases {
  private ParityCases() {}

  /** Each family of stages gives a list of its own. */
  static List<ParityCase> all() {
    return Stream.of(
            ExpressionCases.all(),
            SqlStageCases.all(),
            FeatureCases.all(),
            StockCases.all(),
            ModelCases.all(),
            RecommendCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
