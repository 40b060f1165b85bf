package io.millrace.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.scoring.ScoringFunction;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.junit.jupiter.api.Test;

/** The list of what expressions may call. */
class ExpressionListTest {
  /** Written by the parser alone, or under another name in Spark's registry. */
  private static final Set<String> SYNTAX =
      Set.of("!=", "<>", "case", "try_cast", "||");

  private static final Pattern WORD = Pattern.compile("[a-z_0-9]+");

  @Test
  void namesOnlyWhatSparkKnows() {
    Set<String> unknown = new TreeSet<>();
    for (String name : names()) {
      if (FunctionRegistry.builtin().lookupFunction(new FunctionIdentifier(name)).isEmpty()) {
        unknown.add(name);
      }
    }
    assertThat(unknown).isEqualTo(new TreeSet<>(SYNTAX));
  }

  @Test
  void holdsNoFunctionThatIsNotCompared() {
    StringBuilder all = new StringBuilder();
    for (ExpressionLists.Group group : ExpressionLists.LISTS.values()) {
      for (List<String> list : List.of(group.anyMode(), group.legacy(), group.ansi())) {
        all.append(String.join(" ; ", list)).append(" ; ");
      }
    }
    String compared = all.toString().toLowerCase(Locale.ROOT);
    Set<String> missing = new TreeSet<>();
    for (String name : names()) {
      boolean isWord = WORD.matcher(name).matches();
      boolean found =
          isWord
              ? Pattern.compile("(?<![a-z_0-9])" + name + "(?![a-z_0-9])").matcher(compared).find()
              : compared.contains(name);
      if (!found) {
        missing.add(name);
      }
    }
    // It fails, so it stands in ExpressionFailureTest.
    missing.remove("raise_error");
    assertThat(missing).isEmpty();
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (ScoringFunction function : ScoringFunction.values()) {
      names.addAll(function.sql());
    }
    return names;
  }
}
