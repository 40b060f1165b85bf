package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code count-terms}: counts words in the slots of {@code terms}; {@code binary}, whether there
 * are any. Counts below the first of {@code minTf}, or if that is below 1 below such a share of all
 * words, are left out.
 */
public final class CountTerms implements ScoringOperator {
  @Override
  public String name() {
    return "count-terms";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    List<@Nullable String> terms = params.texts("terms");
    Map<@Nullable String, Integer> slotOf = new HashMap<>();
    for (int i = 0; i < terms.size(); i++) {
      slotOf.put(terms.get(i), i);
    }
    boolean binary = params.flag("binary");
    double minTf = params.doubles("minTf")[0];
    WordsInput input = WordsInput.of(step);
    int to = step.outputSlot(0);
    return row -> {
      if (input.isMissing(row)) {
        row.setNull(to);
        return;
      }
      List<@Nullable String> words = input.words(row);
      int[] slots = new int[words.size()];
      int named = 0;
      for (String word : words) {
        Integer slot = slotOf.get(word);
        if (slot != null) {
          slots[named++] = slot;
        }
      }
      double least = minTf >= 1 ? minTf : words.size() * minTf;
      TermCounts.count(slots, named, least, binary, terms.size(), row.ownVector(to));
    };
  }
}
