package io.millrace.stages.deploy;

import io.millrace.api.StageContext;
import io.millrace.api.effect.Receipt;
import io.millrace.api.stream.StreamScoring;
import io.millrace.api.stream.StreamScoring.Outcome;
import io.millrace.api.stream.StreamTarget;
import io.millrace.api.stream.StreamingDeployer;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Scores what arrived, and tells the run how much that was. */
record StreamDeployer(StreamTarget target) implements StreamingDeployer<Dataset<Row>> {
  @Override
  public Receipt deploy(StreamScoring scoring, StageContext<Dataset<Row>> context) {
    Outcome outcome = scoring.score();
    String to = target.output().shown();
    context.rows(outcome.rows());
    context.fact("scored", outcome.batches() == 0 ? "nothing new for " + to : shown(outcome, to));
    if (outcome.deadLetters() > 0) {
      context.fact(
          "set aside", count(outcome.deadLetters(), "record", "records") + " that can't be scored");
    }
    return new Receipt(Map.of("model", outcome.model(), "to", to, "stream", outcome.stream()));
  }

  private String shown(Outcome outcome, String to) {
    return "%s (%s), %s, %s, by %s version %d"
        .formatted(
            to,
            target.output().kind(),
            count(outcome.batches(), "batch", "batches"),
            outcome.delivery().text(),
            outcome.model(),
            outcome.version());
  }

  private static String count(long count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }
}
