package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringRow;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An input column of texts, or of lists of words.
 *
 * @param missing what becomes of a null
 */
record WordsInput(int slot, String column, Missing missing) {
  /** What becomes of a null; the parameter {@code missing}. */
  enum Missing {
    /** What is made of it is null. */
    NULL,
    /** It counts as an empty list. */
    EMPTY,
    /** It is refused. */
    REFUSE
  }

  static WordsInput of(PreparedStep step) {
    return new WordsInput(
        step.inputSlot(0),
        step.input(0).name(),
        Missing.valueOf(step.params().text("missing").toUpperCase(Locale.ROOT)));
  }

  /** Whether there is nothing to make something of. */
  boolean isMissing(ScoringRow row) {
    if (!row.isNull(slot)) {
      return false;
    }
    if (missing == Missing.REFUSE) {
      throw VectorInput.refused("The column '%s' holds null.".formatted(column));
    }
    return missing == Missing.NULL;
  }

  String text(ScoringRow row) {
    return row.isNull(slot) ? "" : (String) row.object(slot);
  }

  /** Null words among them. */
  @SuppressWarnings("unchecked") // The column's type says so.
  List<@Nullable String> words(ScoringRow row) {
    return row.isNull(slot) ? List.of() : (List<@Nullable String>) row.object(slot);
  }
}
