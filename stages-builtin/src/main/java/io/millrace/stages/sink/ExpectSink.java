package io.millrace.stages.sink;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.PlanContext;
import io.millrace.api.Sink;
import io.millrace.api.StageContext;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.stages.sink.Expectation.Check;
import io.millrace.stages.sink.Expectation.OnFail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * Checks expectations, and hands on the rows that none keeps back. All that is told by single rows,
 * and the number of rows, is counted in one pass, which also writes the rows to be set aside; each
 * {@code unique} or {@code references} that keeps no rows back takes a job over its columns alone;
 * conditions over all rows share another one where rows are set aside.
 */
final class ExpectSink implements Sink<Dataset<Row>> {
  private static final String RESULTS = "results";

  private final ExpectFactory.Options options;
  private final List<ExpectationRule> rules;

  ExpectSink(ExpectFactory.Options options) {
    this.options = options;
    rules = ExpectationRule.of(options.expectations());
  }

  /** The frame that is checked. */
  static Dataset<Row> main(Map<String, Dataset<Row>> inputs) {
    Dataset<Row> input = inputs.get("input");
    if (input == null) {
      throw new IllegalArgumentException("no input is named input");
    }
    return input;
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    ExpectationChecks.check(options.expectations(), inputs, problems);
    return inputs.getOrDefault("input", Schema.unknown());
  }

  @Override
  public boolean passesRowsThrough() {
    return true;
  }

  @Override
  public boolean handsOnInput() {
    return true;
  }

  private Optional<SetAside> setAside() {
    boolean some = rules.stream().anyMatch(r -> r.expectation().onFail() == OnFail.QUARANTINE);
    return Optional.ofNullable(some ? options.path() : null)
        .map(path -> new SetAside(path, options.format()));
  }

  @Override
  public boolean canReopen(Receipt receipt, PlanContext<Dataset<Row>> context) {
    return setAside()
        .map(aside -> aside.holds(String.valueOf(receipt.facts().get(RESULTS))))
        .orElse(true);
  }

  @Override
  public Receipt write(Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Optional<SetAside> aside = setAside();
    Optional<String> before = aside.flatMap(place -> place.note(context.effect()));
    if (before.isPresent()) {
      return new Receipt(Map.of(RESULTS, before.get()));
    }
    Dataset<Row> marked = RowMarks.mark(rules, inputs);
    String results =
        aside.isPresent()
            ? writeBroken(aside.get(), marked, inputs, context)
            : judge(counted(marked), inputs, context);
    return new Receipt(Map.of(RESULTS, results));
  }

  /** One job writes the rows and counts. */
  private String writeBroken(
      SetAside aside,
      Dataset<Row> marked,
      Map<String, Dataset<Row>> inputs,
      StageContext<Dataset<Row>> context) {
    Observation counts = new Observation();
    List<Column> reasons = new ArrayList<>();
    for (ExpectationRule rule : rules) {
      if (rule.expectation().onFail() == OnFail.QUARANTINE) {
        reasons.add(when(rule.broken(marked), lit(rule.title())));
      }
    }
    Column reason = array_join(array(reasons.toArray(Column[]::new)), "; ");
    List<Column> figures = figures(marked);
    Dataset<Row> broken =
        marked
            .observe(counts, figures.get(0), figures.stream().skip(1).toArray(Column[]::new))
            .filter(isBroken(marked, OnFail.QUARANTINE))
            .select(
                reason.as("reason"),
                struct(Columns.cols(List.of(main(inputs).columns()))).as("row"));
    return aside.write(
        broken, () -> judge(observed(counts, marked), inputs, context), context.effect());
  }

  private Map<String, Object> observed(Observation counts, Dataset<Row> marked) {
    try {
      Map<String, Object> result = new HashMap<>(counts.getAsJava());
      List<Column> conditions = conditions();
      if (!conditions.isEmpty()) {
        result.putAll(values(marked, conditions));
      }
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private Map<String, Object> counted(Dataset<Row> marked) {
    List<Column> all = figures(marked);
    all.addAll(conditions());
    return values(marked, all);
  }

  private static Map<String, Object> values(Dataset<Row> frame, List<Column> figures) {
    Row row = frame.select(figures.toArray(Column[]::new)).head();
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < row.length(); i++) {
      values.put(row.schema().fieldNames()[i], row.get(i));
    }
    return values;
  }

  /** The number of rows, and how many of them break each rule that single rows break. */
  private List<Column> figures(Dataset<Row> marked) {
    List<Column> figures = new ArrayList<>();
    figures.add(functions.count(lit(1)).as("rows"));
    for (ExpectationRule rule : rules) {
      if (rule.check().isOfRows() && (rule.isMarked() || !rule.check().comparesRows())) {
        figures.add(count_if(rule.broken(marked)).as("f" + rule.number()));
      }
    }
    return figures;
  }

  private List<Column> conditions() {
    List<Column> conditions = new ArrayList<>();
    for (ExpectationRule rule : rules) {
      if (rule.check() == Check.AGGREGATE) {
        conditions.add(rule.condition().as("f" + rule.number()));
      }
    }
    return conditions;
  }

  /** Notes the results, and fails if an expectation says so. */
  private String judge(
      Map<String, Object> figures,
      Map<String, Dataset<Row>> inputs,
      StageContext<Dataset<Row>> context) {
    long rows = (Long) figures.getOrDefault("rows", 0L);
    List<List<String>> lines = new ArrayList<>();
    for (ExpectationRule rule : rules) {
      long broken = broken(rule, rows, figures, inputs);
      double met = rows == 0 || broken == 0 ? 1 : 1 - (double) broken / rows;
      boolean holds = rule.check().isOfRows() ? met >= rule.expectation().mostly() : broken == 0;
      lines.add(ExpectationResults.line(rule, rows, broken, holds));
    }
    ExpectationResults results = new ExpectationResults(lines);
    context.table(results.table());
    warn(results, context);
    List<String> failed = results.told("fails");
    if (!failed.isEmpty()) {
      throw new MillraceException(
          StandardError.EXPECTATION_FAILED,
          "The rows are not as expected: " + String.join("; ", failed) + ".");
    }
    return results.text();
  }

  private static void warn(ExpectationResults results, StageContext<Dataset<Row>> context) {
    for (String result : List.of("warns", "dropped", "set aside")) {
      List<String> told = results.told(result);
      if (!told.isEmpty()) {
        String what = result.equals("warns") ? "Rows are not as expected" : "Rows were " + result;
        context.warn(what + ": " + String.join("; ", told) + ".");
      }
    }
  }

  /** How many rows break a rule; 1 where all rows together do. */
  private long broken(
      ExpectationRule rule,
      long rows,
      Map<String, Object> figures,
      Map<String, Dataset<Row>> inputs) {
    Object figure = figures.get("f" + rule.number());
    return switch (rule.check()) {
      case ROW_COUNT -> {
        Double min = rule.expectation().min();
        Double max = rule.expectation().max();
        yield min != null && rows < min || max != null && rows > max ? 1 : 0;
      }
      case AGGREGATE -> Boolean.FALSE.equals(figure) ? 1 : 0;
      case UNIQUE, REFERENCES -> rule.isMarked() ? count(figure) : RowMarks.count(rule, inputs);
      default -> count(figure);
    };
  }

  private static long count(@Nullable Object figure) {
    return figure instanceof Long count ? count : 0;
  }

  private Column isBroken(Dataset<Row> marked, OnFail... kinds) {
    Column broken = lit(false);
    for (ExpectationRule rule : rules) {
      if (List.of(kinds).contains(rule.expectation().onFail())) {
        broken = broken.or(rule.broken(marked));
      }
    }
    return broken;
  }

  @Override
  public Dataset<Row> reopen(
      Receipt receipt, Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    String results = receipt.facts().get(RESULTS);
    if (results != null) {
      context.table(ExpectationResults.read(results).table());
    }
    return withoutWriting(inputs, context);
  }

  @Override
  public Dataset<Row> withoutWriting(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> marked = RowMarks.mark(rules, inputs);
    return Columns.select(
        marked.filter(not(isBroken(marked, OnFail.DROP, OnFail.QUARANTINE))),
        List.of(main(inputs).columns()));
  }
}
