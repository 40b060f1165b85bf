package io.millrace.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.stages.transform.SqlFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.junit.jupiter.api.Test;

/** The list of what expressions may call. */
class ExpressionListTest {
  /** Written by the parser alone, or under another name in Spark's registry. */
  private static final Set<String> SYNTAX = Set.of("!=", "<>", "case", "try_cast", "||");

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

  @Test
  void whatIsNotOnItIsNamedBeforeTheRun() {
    assertThat(obstacle("SELECT upper(s), soundex(s) FROM input"))
        .contains(
            "'soundex' has no portable form: compute it before the frame at which the package"
                + " starts");
    assertThat(obstacle("SELECT current_date FROM input"))
        .contains("what 'current_date' gives depends on the session");
    assertThat(obstacle("SELECT CASE WHEN d > 1 THEN trim(s) END AS x, d::int FROM input"))
        .isEmpty();
  }

  private static Optional<String> obstacle(String query) {
    Schema input =
        Schema.of(Column.nullable("s", Simple.STRING), Column.nullable("d", Simple.DOUBLE));
    return ((Exportable) new SqlFactory().create(new SqlFactory.Options(query, null)))
        .obstacle(ExportForm.SCORING, input);
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (ScoringFunction function : ScoringFunction.values()) {
      names.addAll(function.sql());
    }
    return names;
  }
}
