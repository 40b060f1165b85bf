package io.millrace.parity;

import io.millrace.api.FittedTransformer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.scoring.SqlScoring;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.ParityReport;
import io.millrace.testkit.spark.ParityRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/** Expressions of SQL, many in one projection; in both dialects. */
final class ExpressionCases {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("i", Simple.INT),
          Column.nullable("j", Simple.INT),
          Column.nullable("l", Simple.LONG),
          Column.nullable("m", Simple.LONG),
          Column.nullable("f", Simple.FLOAT),
          Column.nullable("g", Simple.FLOAT),
          Column.nullable("d", Simple.DOUBLE),
          Column.nullable("e", Simple.DOUBLE),
          Column.nullable("s", Simple.STRING),
          Column.nullable("t", Simple.STRING),
          Column.nullable("b", Simple.BOOLEAN),
          Column.nullable("c", Simple.BOOLEAN),
          Column.nullable("dec", new DecimalOf(12, 3)),
          Column.nullable("dec2", new DecimalOf(38, 10)),
          Column.nullable("day", Simple.DATE),
          Column.nullable("day2", Simple.DATE),
          Column.nullable("ts", Simple.TIMESTAMP));

  private ExpressionCases() {}

  static List<ParityCase> all() {
    List<ParityCase> cases = new ArrayList<>();
    ExpressionLists.LISTS.forEach(
        (group, expressions) -> {
          cases.add(one(group, expressions, false));
          cases.add(one(group, expressions, true));
        });
    return cases;
  }

  private static ParityCase one(String group, ExpressionLists.Group expressions, boolean ansi) {
    String variant = group + (ansi ? ", ANSI" : ", not ANSI");
    List<String> all = new ArrayList<>(expressions.anyMode());
    all.addAll(ansi ? expressions.ansi() : expressions.legacy());
    return ParityCase.equalBits("transform/sql", variant, (harness, frames) -> compare(all, ansi));
  }

  private static ParityReport compare(List<String> expressions, boolean ansi) {
    // Classes of java.sql hold no dates of years with seven digits.
    Map<String, String> settings =
        Map.of(
            "spark.sql.ansi.enabled",
            String.valueOf(ansi),
            "spark.sql.datetime.java8API.enabled",
            "true");
    RuntimeConfig session = SparkSession.active().conf();
    Map<String, String> before = new HashMap<>();
    settings.keySet().forEach(key -> before.put(key, session.get(key)));
    settings.forEach(session::set);
    try {
      return Parity.of(new Projection(expressions), ParityRows.of(SCHEMA, 20));
    } finally {
      before.forEach(session::set);
    }
  }

  /** Expressions that take the place of all columns. */
  private record Projection(List<String> expressions)
      implements FittedTransformer<Dataset<Row>>, ScoringExport<Dataset<Row>> {
    @Override
    public Dataset<Row> apply(Dataset<Row> frame) {
      List<String> named = new ArrayList<>();
      for (String expression : expressions) {
        named.add(expression + " AS `" + expression.replace("`", "``") + "`");
      }
      return frame.selectExpr(named.toArray(String[]::new));
    }

    @Override
    public List<ScoringStep> scoring(Dataset<Row> frame) {
      return SqlScoring.between(frame, apply(frame));
    }

    @Override
    public void save(StateDirectory state) {
      throw new UnsupportedOperationException("it is kept nowhere");
    }
  }
}
