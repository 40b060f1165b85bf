package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code stop-words}: a list of words without those that {@code words} names; in any case, unless
 * {@code caseSensitive}, by the rules of {@code locale}.
 */
public final class StopWords implements ScoringOperator {
  @Override
  public String name() {
    return "stop-words";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    boolean caseSensitive = params.flag("caseSensitive");
    // As Spark makes it of the text: no language tag, but a whole name as a language.
    Locale locale = new Locale(params.text("locale"));
    Set<@Nullable String> dropped = new HashSet<>();
    for (String word : params.texts("words")) {
      dropped.add(word == null || caseSensitive ? word : word.toLowerCase(locale));
    }
    WordsInput input = WordsInput.of(step);
    int to = step.outputSlot(0);
    return row -> {
      if (input.isMissing(row)) {
        row.setNull(to);
        return;
      }
      List<@Nullable String> kept = new ArrayList<>();
      for (String word : input.words(row)) {
        if (!dropped.contains(word == null || caseSensitive ? word : word.toLowerCase(locale))) {
          kept.add(word);
        }
      }
      row.setObject(to, kept);
    };
  }
}
