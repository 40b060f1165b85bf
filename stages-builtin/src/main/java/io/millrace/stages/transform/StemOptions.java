package io.millrace.stages.transform;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.InputColumn;
import io.millrace.api.option.NotEmpty;
import io.millrace.api.option.OutputColumn;
import io.millrace.api.option.Tunable;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.danishStemmer;
import org.tartarus.snowball.ext.dutchStemmer;
import org.tartarus.snowball.ext.englishStemmer;
import org.tartarus.snowball.ext.finnishStemmer;
import org.tartarus.snowball.ext.frenchStemmer;
import org.tartarus.snowball.ext.germanStemmer;
import org.tartarus.snowball.ext.hungarianStemmer;
import org.tartarus.snowball.ext.italianStemmer;
import org.tartarus.snowball.ext.norwegianStemmer;
import org.tartarus.snowball.ext.porterStemmer;
import org.tartarus.snowball.ext.portugueseStemmer;
import org.tartarus.snowball.ext.romanianStemmer;
import org.tartarus.snowball.ext.russianStemmer;
import org.tartarus.snowball.ext.spanishStemmer;
import org.tartarus.snowball.ext.swedishStemmer;
import org.tartarus.snowball.ext.turkishStemmer;

/** The options of {@code transform/stem}. */
@Exclusive({"outputs", "suffix"})
public record StemOptions(
    @Help("lists of words in lower case, as transform/tokenize makes them") @InputColumn @NotEmpty
        List<String> columns,
    @Help("the columns to make, one for each of columns") @OutputColumn @NotEmpty
        @Nullable List<String> outputs,
    @Help("what a made column's name ends with; _stems, if neither this nor outputs is given")
        @NotEmpty
        @Nullable String suffix,
    @Help("whose endings to cut off; porter is an older way to do so in English")
        @Tunable
        @Default("english")
        Language language) {
  /** The languages that Snowball knows. */
  public enum Language {
    DANISH(danishStemmer::new),
    DUTCH(dutchStemmer::new),
    ENGLISH(englishStemmer::new),
    FINNISH(finnishStemmer::new),
    FRENCH(frenchStemmer::new),
    GERMAN(germanStemmer::new),
    HUNGARIAN(hungarianStemmer::new),
    ITALIAN(italianStemmer::new),
    NORWEGIAN(norwegianStemmer::new),
    PORTER(porterStemmer::new),
    PORTUGUESE(portugueseStemmer::new),
    ROMANIAN(romanianStemmer::new),
    RUSSIAN(russianStemmer::new),
    SPANISH(spanishStemmer::new),
    SWEDISH(swedishStemmer::new),
    TURKISH(turkishStemmer::new);

    private final Supplier<SnowballStemmer> stemmer;

    Language(Supplier<SnowballStemmer> stemmer) {
      this.stemmer = stemmer;
    }

    /** A stemmer for one thread. */
    SnowballStemmer stemmer() {
      return stemmer.get();
    }
  }
}
