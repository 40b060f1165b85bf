package io.millrace.testkit.spark;

import io.millrace.api.FittedTransformer;
import io.millrace.api.Model;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringFormat;
import io.millrace.model.scoring.ScoringProgram;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.serving.score.Operators;
import io.millrace.serving.score.Scorer;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Puts the same rows through a stage in Spark and through its portable form in plain Java, which
 * goes through its files in between, and compares every value of every column to the bit; of
 * vectors also whether they are sparse.
 *
 * <pre>{@code
 * ParityReport report = Parity.of(harness.stage("use: …").fit(train), rows);
 * report.assertEqualBits();
 * }</pre>
 *
 * <p>With {@code -Dmillrace.parity.files=DIR} rows and what the scorer makes of them are written
 * there, a directory for each comparison, with {@code -Dmillrace.parity.files.rows=N} the first N
 * of each: scorers in other languages are held against those, that in Python by {@link
 * PythonParity}.
 */
public final class Parity {
  private Parity() {}

  /** Compares what a fitted transformer makes of rows. */
  public static ParityReport of(FittedTransformer<Dataset<Row>> fitted, Dataset<Row> rows) {
    return of(fitted, fitted::apply, rows);
  }

  /** Compares what a model predicts for rows. */
  public static ParityReport of(Model<Dataset<Row>> model, Dataset<Row> rows) {
    return of(model, model::predict, rows);
  }

  /**
   * How both refuse the first row of a frame: in sentences of the stage itself, or in Spark's.
   *
   * @param inSpark what Spark's job fails with
   * @param ofScorer what the scorer says
   */
  public record Refusal(String inSpark, String ofScorer) {}

  /**
   * Puts a row through both that both have to refuse.
   *
   * @throws AssertionError if one of them takes it
   */
  public static Refusal refusal(FittedTransformer<Dataset<Row>> fitted, Dataset<Row> rows) {
    return refusal(fitted, fitted::apply, rows);
  }

  /**
   * Puts a row through both that both have to refuse.
   *
   * @throws AssertionError if one of them takes it
   */
  public static Refusal refusal(Model<Dataset<Row>> model, Dataset<Row> rows) {
    return refusal(model, model::predict, rows);
  }

  private static Refusal refusal(
      Object learnt, UnaryOperator<Dataset<Row>> inSpark, Dataset<Row> rows) {
    Dataset<Row> before = rows.coalesce(1).limit(1);
    Optional<ParityFiles> files = ParityFiles.wanted();
    List<String> outputs = Schemas.fromSpark(inSpark.apply(before).schema()).names();
    Scorer scorer = scorer(learnt, before, outputs, directory(files));
    ScoringRow row = scorer.newRow();
    Row input = before.collectAsList().get(0);
    fill(row, scorer.inputs(), input);
    Refusal refusal = new Refusal(failure(inSpark, before), refused(scorer, row));
    files.ifPresent(f -> f.refused(plain(scorer.inputs(), input), refusal.ofScorer()));
    return refusal;
  }

  private static String failure(UnaryOperator<Dataset<Row>> inSpark, Dataset<Row> rows) {
    List<Row> made;
    try {
      made = inSpark.apply(rows).collectAsList();
    } catch (Exception e) { // Scala throws checked exceptions without declaring them.
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof MillraceException own) {
          return String.valueOf(own.getMessage());
        }
      }
      return RowFailures.explain(e)
          .map(Throwable::getMessage)
          .orElse(String.valueOf(e.getMessage()));
    }
    throw new AssertionError("Spark makes " + made);
  }

  private static String refused(Scorer scorer, ScoringRow row) {
    boolean scored;
    try {
      scored = scorer.score(row);
    } catch (RowRefused e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError(
        scored ? "the scorer makes " + SlotValues.read(row, scorer) : row.dropReason());
  }

  private static ParityReport of(
      Object learnt, UnaryOperator<Dataset<Row>> inSpark, Dataset<Row> rows) {
    return ParityRows.count() < ParityRows.MANY
        ? compared(learnt, inSpark, rows.coalesce(1))
        : SharedSession.inGeneratedCode(
            () -> compared(learnt, inSpark, rows.coalesce(1).localCheckpoint()));
  }

  private static ParityReport compared(
      Object learnt, UnaryOperator<Dataset<Row>> inSpark, Dataset<Row> before) {
    Dataset<Row> after = inSpark.apply(before);
    Schema given = Schemas.fromSpark(after.schema());
    Optional<ParityFiles> files = ParityFiles.wanted();
    Scorer scorer = scorer(learnt, before, given.names(), directory(files));
    List<Row> inputs = before.collectAsList();
    List<Row> expected = after.collectAsList();
    ParityReport.Collector report = new ParityReport.Collector(given.columns());
    ScoringRow row = scorer.newRow();
    int next = 0;
    for (Row input : inputs) {
      fill(row, scorer.inputs(), input);
      if (scorer.score(row)) {
        List<@Nullable Object> values = SlotValues.read(row, scorer);
        report.compare(input, next < expected.size() ? expected.get(next) : null, values);
        next++;
        files.ifPresent(f -> f.scored(plain(scorer.inputs(), input), values));
      } else {
        files.ifPresent(f -> f.dropped(plain(scorer.inputs(), input), row.dropReason()));
      }
    }
    return report.finish(inputs.size(), expected.size());
  }

  /** The portable form as a server would have it: through the files of a package. */
  private static Scorer scorer(
      Object learnt, Dataset<Row> before, List<String> outputs, Path directory) {
    if (!(learnt instanceof ScoringExport<?>)) {
      throw new AssertionError(learnt.getClass().getName() + " has no portable scoring form");
    }
    @SuppressWarnings("unchecked") // What takes frames of Spark exports for them.
    ScoringExport<Dataset<Row>> export = (ScoringExport<Dataset<Row>>) learnt;
    List<ScoringStep> steps = export.scoring(before.limit(0));
    List<Column> inputs = Schemas.fromSpark(before.schema()).columns();
    try {
      ScoringFormat.write(new ScoringProgram(inputs, steps, outputs), directory);
      return Scorer.of(ScoringFormat.read(directory), Operators.builtIn());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory(Optional<ParityFiles> files) {
    try {
      return files.isPresent() ? files.get().scoring() : Files.createTempDirectory("scoring");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<@Nullable Object> plain(List<Column> columns, Row input) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(SlotValues.plain(columns.get(i).type(), input.get(i)));
    }
    return values;
  }

  private static void fill(ScoringRow row, List<Column> columns, Row input) {
    row.renew();
    for (int i = 0; i < columns.size(); i++) {
      SlotValues.set(row, i, columns.get(i).type(), input.get(i));
    }
  }
}
