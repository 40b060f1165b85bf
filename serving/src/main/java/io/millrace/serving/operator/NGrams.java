package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code n-grams}: each {@code n} neighbouring words, with blanks between them. */
public final class NGrams implements ScoringOperator {
  @Override
  public String name() {
    return "n-grams";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    int n = step.params().count("n");
    WordsInput input = WordsInput.of(step);
    int to = step.outputSlot(0);
    return row -> {
      if (input.isMissing(row)) {
        row.setNull(to);
        return;
      }
      List<@Nullable String> words = input.words(row);
      List<String> grams = new ArrayList<>();
      for (int i = 0; i + n <= words.size(); i++) {
        StringBuilder gram = new StringBuilder().append(words.get(i));
        for (int j = 1; j < n; j++) {
          gram.append(' ').append(words.get(i + j));
        }
        grams.add(gram.toString());
      }
      row.setObject(to, grams);
    };
  }
}
