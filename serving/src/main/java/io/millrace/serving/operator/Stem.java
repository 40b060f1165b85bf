package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** {@code stem}: words cut down by Snowball's rules for a {@code language}. */
public final class Stem implements ScoringOperator {
  /** Loads the stemmers' classes, which is only worth it where words are cut down. */
  private static final class Languages {
    private static final Map<String, Supplier<SnowballStemmer>> STEMMERS =
        Map.ofEntries(
            Map.entry("danish", danishStemmer::new),
            Map.entry("dutch", dutchStemmer::new),
            Map.entry("english", englishStemmer::new),
            Map.entry("finnish", finnishStemmer::new),
            Map.entry("french", frenchStemmer::new),
            Map.entry("german", germanStemmer::new),
            Map.entry("hungarian", hungarianStemmer::new),
            Map.entry("italian", italianStemmer::new),
            Map.entry("norwegian", norwegianStemmer::new),
            Map.entry("porter", porterStemmer::new),
            Map.entry("portuguese", portugueseStemmer::new),
            Map.entry("romanian", romanianStemmer::new),
            Map.entry("russian", russianStemmer::new),
            Map.entry("spanish", spanishStemmer::new),
            Map.entry("swedish", swedishStemmer::new),
            Map.entry("turkish", turkishStemmer::new));
  }

  @Override
  public String name() {
    return "stem";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    String language = step.params().text("language");
    Supplier<SnowballStemmer> stemmers =
        Objects.requireNonNull(Languages.STEMMERS.get(language), "no stemmer for " + language);
    WordsInput input = WordsInput.of(step);
    int to = step.outputSlot(0);
    return row -> {
      if (input.isMissing(row)) {
        row.setNull(to);
        return;
      }
      // It keeps the word that it works on: one for each row, as rows may run side by side.
      SnowballStemmer stemmer = stemmers.get();
      List<@Nullable String> stems = new ArrayList<>();
      for (String word : input.words(row)) {
        if (word != null) {
          stemmer.setCurrent(word);
          stemmer.stem();
        }
        stems.add(word == null ? null : stemmer.getCurrent());
      }
      row.setObject(to, stems);
    };
  }
}
