package io.millrace.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.pipeline.Tuning;
import io.millrace.core.tune.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrialCountTest {
  private final List<TrialProgress> told = new ArrayList<>();
  private final RunListener listener =
      new RunListener() {
        @Override
        public void trialFinished(TrialProgress progress) {
          told.add(progress);
        }
      };

  @Test
  void aTrialCountsWhenAllItsFoldsAreDoneAndTheBestMeanIsRemembered() {
    TrialCount count = new TrialCount(listener, "model", new TrialCount.Metric("rmse", true), 6, 2);

    count.finished(trial(1), Map.of("rmse", 4.0));
    count.finished(trial(2), Map.of("rmse", 1.0));
    assertThat(told).isEmpty();
    count.finished(trial(2), Map.of("rmse", 2.0));
    count.finished(trial(1), Map.of("rmse", 8.0));

    Map<String, Object> best = Map.of("model.depth", 2);
    assertThat(told)
        .containsExactly(
            new TrialProgress("model", 1, 6, "rmse", 1.5, 1.5, best),
            new TrialProgress("model", 2, 6, "rmse", 6.0, 1.5, best));
  }

  @Test
  void aTrialWithoutAFigureIsNotTheBest() {
    TrialCount count = new TrialCount(listener, "model", new TrialCount.Metric("auc", false), 2, 1);

    count.finished(trial(1), Map.of());
    count.finished(trial(2), Map.of("auc", 0.7));

    assertThat(told)
        .containsExactly(
            new TrialProgress("model", 1, 2, "auc", Double.NaN, Double.NaN, Map.of()),
            new TrialProgress("model", 2, 2, "auc", 0.7, 0.7, Map.of("model.depth", 2)));
  }

  private static Trial trial(int depth) {
    return new Trial(Map.of(new Tuning.Option("model", "depth"), depth), 1, 0);
  }
}
