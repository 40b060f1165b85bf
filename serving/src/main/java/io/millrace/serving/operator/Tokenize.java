package io.millrace.serving.operator;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code tokenize}: the words of a text, of {@code minLength} characters or more: what stands
 * between matches of the {@code pattern}, or without {@code gaps} the matches; in lower case, if
 * {@code lowercase}.
 */
public final class Tokenize implements ScoringOperator {
  @Override
  public String name() {
    return "tokenize";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    StepParams params = step.params();
    Pattern pattern = Pattern.compile(params.text("pattern"));
    boolean gaps = params.flag("gaps");
    boolean lowercase = params.flag("lowercase");
    int minLength = params.count("minLength");
    WordsInput input = WordsInput.of(step);
    int to = step.outputSlot(0);
    return row -> {
      if (input.isMissing(row)) {
        row.setNull(to);
        return;
      }
      String text = input.text(row);
      String cased = lowercase ? text.toLowerCase(Locale.ROOT) : text;
      row.setObject(
          to, gaps ? between(pattern, cased, minLength) : matches(pattern, cased, minLength));
    };
  }

  private static List<String> between(Pattern pattern, String text, int minLength) {
    List<String> words = new ArrayList<>();
    for (String word : pattern.split(text)) {
      if (word.length() >= minLength) {
        words.add(word);
      }
    }
    return words;
  }

  private static List<String> matches(Pattern pattern, String text, int minLength) {
    List<String> words = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (matcher.end() - matcher.start() >= minLength) {
        words.add(matcher.group());
      }
    }
    return words;
  }
}
