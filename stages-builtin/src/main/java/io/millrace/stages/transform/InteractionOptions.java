package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import io.millrace.api.option.Range;
import io.millrace.api.option.Tunable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code transform/interactions}. */
@Exclusive({"include", "exclude"})
public record InteractionOptions(
    @Help(
            "what to cross: numbers, booleans, vectors slot by slot, and categories: texts and"
                + " numbered ones")
        @InputColumn
        @NotEmpty
        List<String> columns,
    @Help("the vector to make, with the slots of all crosses")
        @OutputColumn
        @NotEmpty
        @Default("interactions")
        String output,
    @Help("how many columns are multiplied at most: 2 makes pairs, 3 adds triples")
        @Range(min = 2, max = 5)
        @Tunable
        @Default("2")
        int degree,
    @Help("the crosses to make, each a list of columns; all up to the degree, unless given")
        @NotEmpty
        @Nullable List<List<String>> include,
    @Help("the crosses not to make, each a list of columns") @NotEmpty
        @Nullable List<List<String>> exclude,
    @Help(
            "a slot for each pair of values that texts have in the training rows, or a hash of the"
                + " values that chooses one of so many buckets")
        @Tunable
        @Default("indexed")
        Categories categories,
    @Help("slots for the texts of a cross, where they are hashed")
        @Range(min = 1, max = 100_000)
        @Tunable
        @Default("1024")
        int buckets) {
  /** How texts become slots. */
  public enum Categories {
    INDEXED,
    HASHED
  }
}
