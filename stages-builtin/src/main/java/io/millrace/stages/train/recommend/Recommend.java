package io.millrace.stages.train.recommend;

import io.millrace.api.option.Default;
import io.millrace.api.option.Help;
import io.millrace.api.option.Range;

/** The option of {@code train/als} that asks for lists in place of ratings. */
public record Recommend(
    @Help("what is listed: items for the user of a row, or users for its item") @Default("items")
        What what,
    @Help("how many, the best first") @Range(min = 1, max = 10_000) @Default("10") int topN,
    @Help("whether what the training rows have of that user, or item, is left out") @Default("true")
        boolean excludeSeen) {
  /** What is listed. */
  public enum What {
    /** Items, for a user. */
    ITEMS,
    /** Users, for an item. */
    USERS
  }

  boolean listsItems() {
    return what == What.ITEMS;
  }
}
