package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code hash-terms}: counts words in {@code slots} slots that their hashes choose; {@code binary},
 * whether there are any.
 */
public final class HashTerms implements ScoringOperator {
  @Override
  public String name() {
    return "hash-terms";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    int size = params.count("slots");
    boolean binary = params.flag("binary");
    WordsInput input = WordsInput.of(step);
    int to = step.outputSlot(0);
    return row -> {
      if (input.isMissing(row)) {
        row.setNull(to);
        return;
      }
      List<@Nullable String> words = input.words(row);
      int[] slots = new int[words.size()];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = Murmur3.slot(words.get(i), size);
      }
      TermCounts.count(slots, slots.length, 0, binary, size, row.ownVector(to));
    };
  }
}
