package io.millrace.parity;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.ParityRows;
import java.util.ArrayList;
import java.util.List;

/** Stages that are SQL in Spark. */
final class SqlStageCases {
  private static final int TRAINING_ROWS = 200;

  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("i", Simple.INT),
          Column.nullable("l", Simple.LONG),
          Column.nullable("f", Simple.FLOAT),
          Column.nullable("d", Simple.DOUBLE),
          Column.nullable("e", Simple.DOUBLE),
          Column.nullable("s", Simple.STRING),
          Column.nullable("t", Simple.STRING),
          Column.nullable("b", Simple.BOOLEAN),
          Column.nullable("n", new DecimalOf(12, 3)),
          Column.nullable("day", Simple.DATE),
          Column.nullable("ts", Simple.TIMESTAMP));

  private SqlStageCases() {}

  static List<ParityCase> all() {
    List<ParityCase> cases = new ArrayList<>();
    simple(cases);
    prepared(cases);
    learnt(cases);
    return cases;
  }

  private static void simple(List<ParityCase> cases) {
    add(cases, "cast", "columns: { s: double, t: int, d: string, n: long }, onError: 'null'");
    add(
        cases,
        "cast",
        "columns: { s: boolean, t: 'decimal(12,2)', d: int, l: int }, onError: 'null'");
    add(
        cases,
        "cast",
        "columns: { s: date, t: timestamp, ts: date, day: string }, onError: 'null'");
    add(cases, "cast", "columns: { i: double, b: string, n: double, ts: string, f: double }");
    add(cases, "select", "columns: [s, d, i]");
    add(cases, "select", "drop: [s, l]");
    add(cases, "select", "rename: { s: t2, d: e2, e: d }");
    add(cases, "select", "rename: { d: e, e: d }");
    add(cases, "filter", "where: d > e or s like 'a%'");
    add(cases, "filter", "where: \"coalesce(s, t, '') != '' and not isnan(d) -- comment\"");
    add(cases, "sql", "query: 'SELECT *, d * e AS de, upper(s) AS u FROM input'");
    add(cases, "sql", "query: 'SELECT i AS l, l AS i, d + 1 AS d FROM input WHERE b'");
    add(
        cases,
        "sql",
        "query: 'SELECT x + 1 AS y, x FROM (SELECT d * 2 AS x, s FROM input WHERE e > 0) WHERE s IS"
            + " NOT NULL'");
    add(cases, "sql", "query: 'SELECT d + e AS a, a * 2 AS c FROM input AS k WHERE k.i > 0'");
    add(cases, "drop-missing", "columns: [d, s, f], rowsAbove: 0");
    add(cases, "drop-missing", "rowsAbove: 0.1");
  }

  private static void prepared(List<ParityCase> cases) {
    add(
        cases,
        "fill",
        "columns: { i: '7', d: '-1.5', f: '0.1', s: none, b: 'true', n: '2.5', day: '2020-02-29'"
            + " }");
    add(
        cases,
        "clean-text",
        "columns: [s, t], stripAccents: true, letters: lower, joinBlanks: true");
    add(cases, "clean-text", "columns: [s], outputs: [u], letters: upper, emptyAsNull: true");
    add(cases, "clean-text", "columns: [s], replace: { '[^a-z0-9]+': '-', '(b)': '<$1>' }");
    add(cases, "clean-text", "columns: [s], extract: '([0-9]+)', trim: false");
    add(
        cases,
        "date-parts",
        "columns: [day], parts: [year, quarter, month, week, day, day-of-week, day-of-year,"
            + " weekend, epoch-day]");
    add(
        cases,
        "date-parts",
        "columns: [ts], parts: [year, month, week, day, weekend, epoch-day, hour, minute, second]");
    add(cases, "hash-bucket", "columns: [s, i, d, b, n], buckets: 17");
  }

  private static void learnt(List<ParityCase> cases) {
    for (String strategy : List.of("mean", "median", "mode")) {
      add(cases, "impute", "columns: [d, f, i, n], strategy: " + strategy);
    }
    add(cases, "impute", "columns: [s, b], strategy: mode, indicatorSuffix: _missing");
    add(cases, "impute", "columns: [s], strategy: constant, value: '?'");
    for (String action : List.of("clip", "'null'", "flag")) {
      add(cases, "outliers", "columns: [d, f, i, l, n], action: " + action);
    }
    add(cases, "power", "columns: [d, i, f], method: yeo-johnson");
    add(cases, "power", "columns: [d, n], method: cbrt, suffix: _p");
    add(cases, "drop-missing", "columnsAbove: 0.5");
  }

  private static void add(List<ParityCase> cases, String stage, String options) {
    String use = "transform/" + stage;
    cases.add(
        ParityCase.equalBits(
            use,
            options,
            (harness, frames) ->
                Parity.of(
                    harness
                        .stage("use: " + use + "\nwith: { " + options + " }\n")
                        .fit(TameRows.of(SCHEMA, TRAINING_ROWS)),
                    ParityRows.of(SCHEMA, 4))));
  }
}
