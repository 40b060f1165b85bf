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

/** Options of the stages that make features of text. */
public final class TextOptions {
  private TextOptions() {}

  /** The options of {@code transform/tokenize}. */
  @Exclusive({"outputs", "suffix"})
  public record Tokenize(
      @Help("texts to cut into words") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _words, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("a regular expression of Java for what stands between words, or for words")
          @NotEmpty
          @Tunable
          @Default("\\s+")
          String pattern,
      @Help("whether the pattern is what stands between words; else it is a word")
          @Tunable
          @Default("true")
          boolean gaps,
      @Help("shorter words are dropped") @Range(min = 0) @Tunable @Default("1") int minTokenLength,
      @Help("whether words are put in lower case") @Tunable @Default("true") boolean toLowercase)
      implements FeatureOptions {}

  /** The options of {@code transform/stop-words}. */
  @Exclusive({"outputs", "suffix"})
  public record StopWords(
      @Help("lists of words to clear of those that say little") @InputColumn @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _kept, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help(
              "whose words to drop: danish, dutch, english, finnish, french, german, hungarian,"
                  + " italian, norwegian, portuguese, russian, spanish, swedish, turkish")
          @Default("english")
          String language,
      @Help("further words to drop") @Default("[]") List<String> words,
      @Help("whether case tells words apart") @Tunable @Default("false") boolean caseSensitive)
      implements FeatureOptions {}

  /** The options of {@code transform/n-grams}. */
  @Exclusive({"outputs", "suffix"})
  public record NGrams(
      @Help("lists of words to make neighbours of") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _ngrams, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("how many words stand together; shorter lists have none")
          @Range(min = 1)
          @Tunable
          @Default("2")
          int n)
      implements FeatureOptions {}

  /** The options of {@code transform/hashing-tf}. */
  @Exclusive({"outputs", "suffix"})
  public record HashingTf(
      @Help("lists of words to count") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _counts, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("slots of the vector; words that fall in one slot are counted together")
          @Range(min = 1)
          @Tunable
          @Default("262144")
          int numFeatures,
      @Help("whether a word counts once, however often it stands there") @Tunable @Default("false")
          boolean binary)
      implements FeatureOptions {}

  /** The options of {@code transform/count-vectors}. */
  @Exclusive({"outputs", "suffix"})
  public record CountVectors(
      @Help("lists of words to count") @InputColumn @NotEmpty List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _counts, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("words that get a slot at most, the most frequent ones first")
          @Range(min = 1)
          @Tunable
          @Default("262144")
          int vocabSize,
      @Help("rows that a word stands in at least: a number from 1, or a share below 1")
          @Range(min = 0)
          @Tunable
          @Default("1.0")
          double minDF,
      @Help("rows that a word stands in at most: a number from 1, or a share below 1")
          @Range(min = 0)
          @Tunable
          @Default("9223372036854775807")
          double maxDF,
      @Help(
              "a word counts only if it stands in a row so often: a number from 1, or a share of"
                  + " the row below 1")
          @Range(min = 0)
          @Tunable
          @Default("1.0")
          double minTF,
      @Help("whether a word counts once, however often it stands there") @Tunable @Default("false")
          boolean binary)
      implements FeatureOptions {}

  /** The options of {@code transform/word2vec}. */
  @Exclusive({"outputs", "suffix"})
  public record Word2Vec(
      @Help("lists of words to find the mean direction of") @InputColumn @NotEmpty
          List<String> columns,
      @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
          @Nullable List<String> outputs,
      @Help("what a made column's name ends with; _vector, if neither this nor outputs is given")
          @NotEmpty
          @Nullable String suffix,
      @Help("slots of a direction") @Range(min = 1) @Tunable @Default("100") int vectorSize,
      @Help("words that are rarer than that are left out") @Range(min = 0) @Tunable @Default("5")
          int minCount,
      @Help("words to each side that a word is learnt from") @Range(min = 1) @Tunable @Default("5")
          int windowSize,
      @Help("passes over the rows") @Range(min = 1) @Tunable @Default("1") int maxIter,
      @Help("size of the first step")
          @Range(min = 0, minExclusive = true)
          @Tunable
          @Default("0.025")
          double stepSize)
      implements FeatureOptions {}
}
