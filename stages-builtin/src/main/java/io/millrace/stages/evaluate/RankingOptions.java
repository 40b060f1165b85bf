package io.millrace.stages.evaluate;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code evaluate/ranking}. */
public record RankingOptions(
    @Help("the column that says for whom items are ranked") @InputColumn @NotEmpty String user,
    @Help("the column that says what is ranked") @InputColumn @NotEmpty String item,
    @Help("the column that says how good an item truly is, from 0; the model's label, if not given")
        @InputColumn
        @Nullable String relevance,
    @Help("from which relevance on an item is relevant; ndcg takes the relevance as it is")
        @Default("1.0")
        double relevantFrom,
    @Help("how many of the items with the highest predictions count")
        @NotEmpty
        @Range(min = 1, max = 10_000)
        @Default("[10]")
        List<Integer> k,
    @Help("columns, each with one value a user, for whose values the metrics are given too")
        @InputColumn
        @Default("[]")
        List<String> slices,
    @Help("gives each metric a confidence interval, found by drawing the users anew")
        @Nullable Bootstrap bootstrap) {
  TallyOptions common() {
    return new TallyOptions(slices, bootstrap, null);
  }

  RankingOptions withoutDetails() {
    return new RankingOptions(user, item, relevance, relevantFrom, k, List.of(), null);
  }
}
