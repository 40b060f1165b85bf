package io.millrace.testkit.memory.stages;

import io.millrace.api.Model;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.TableFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code train/mean-by} learnt.
 *
 * @param classification whether scores are shares of classes
 * @param groups the grouping value and its scores, a row a group
 * @param prior the scores of all rows, for a value that training did not see; one row
 * @param labels the classes in order; none for regression
 * @param calls where calls are noted
 */
record MeanModel(boolean classification, Table groups, Table prior, Table labels, Calls calls)
    implements Model<Table>, ScoringExport<Table> {
  /** The column with a number, or a number a class. */
  static final Column SCORES = Column.required("scores", new VectorOf(VectorOf.UNKNOWN_SIZE));

  static MeanModel load(StateDirectory state, Calls calls) {
    return new MeanModel(
        Boolean.parseBoolean(state.readText("classification.txt")),
        TableFile.read(state.resolve("groups.jsonl")),
        TableFile.read(state.resolve("prior.jsonl")),
        TableFile.read(state.resolve("classes.jsonl")),
        calls);
  }

  @Override
  public void save(StateDirectory state) {
    state.writeText("classification.txt", Boolean.toString(classification));
    TableFile.write(groups, state.resolve("groups.jsonl"));
    TableFile.write(prior, state.resolve("prior.jsonl"));
    TableFile.write(labels, state.resolve("classes.jsonl"));
  }

  @Override
  public List<String> classes() {
    return labels.rows().stream().map(row -> String.valueOf(row.get(0))).toList();
  }

  @Override
  public Table predict(Table frame) {
    calls.note("predict");
    int by = frame.indexOf(groups.schema().names().get(0));
    Map<@Nullable Object, Object> scores = new HashMap<>();
    groups.rows().forEach(row -> scores.put(row.get(0), row.get(1)));
    Object unseen = prior.rows().get(0).get(0);
    Table result = frame;
    for (Column added :
        MeanBy.predictions(classification, labels.schema().columns().get(0).type())) {
      result =
          result.with(
              added, row -> value(added, (List<?>) scores.getOrDefault(row.get(by), unseen)));
    }
    return result;
  }

  @Override
  public List<ScoringStep> scoring(Table frame) {
    ScoringStep step = ScoringStep.of("memory/mean-by").reading(groups.schema().names().get(0));
    for (Column added :
        MeanBy.predictions(classification, labels.schema().columns().get(0).type())) {
      step = step.adding(added);
    }
    return List.of(step.with("groups", groups.rows()).with("prior", prior.rows()));
  }

  private @Nullable Object value(Column added, List<?> scores) {
    if (added.name().equals(PROBABILITY)) {
      return scores;
    }
    return classification ? labels.rows().get(best(scores)).get(0) : scores.get(0);
  }

  /** The first of the classes with the highest score. */
  private static int best(List<?> scores) {
    int best = 0;
    for (int i = 1; i < scores.size(); i++) {
      best = (Double) scores.get(i) > (Double) scores.get(best) ? i : best;
    }
    return best;
  }
}
