package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.TrialRecord;
import io.millrace.tracking.mlflow.RunSite.Place;
import io.millrace.tracking.mlflow.client.Batch;
import io.millrace.tracking.mlflow.client.Metric;
import io.millrace.tracking.mlflow.client.MlflowClient;
import io.millrace.tracking.mlflow.client.Page;
import io.millrace.tracking.mlflow.client.RunInfo;
import io.millrace.tracking.mlflow.client.RunSearch;
import io.millrace.tracking.mlflow.client.RunStateChange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Trials as nested runs. A tag holds the trial as it is: options in order, exact numbers. */
final class TrialWriter {
  static final String PARENT = "mlflow.parentRunId";
  private static final String TRIAL = Keys.OURS + "trial";
  private static final int PAGE = 1000;

  private final RunSite site;

  TrialWriter(RunSite site) {
    this.site = site;
  }

  /** A nested run with the trial that it stands for. */
  private record Nested(RunInfo info, TrialRecord trial) {
    private boolean isOver() {
      return info.status().equals("FINISHED");
    }
  }

  /** Writes trials. What is there already stays; what is there otherwise gives way. */
  void write(Place parent, List<TrialRecord> trials) {
    Map<String, Nested> known = new HashMap<>();
    for (Nested nested : nested(parent)) {
      known.put(key(nested.trial()), nested);
    }
    for (TrialRecord trial : trials) {
      Optional<Nested> there = Optional.ofNullable(known.get(key(trial)));
      if (there.isPresent() && there.get().isOver() && there.get().trial().equals(trial)) {
        continue;
      }
      // Params can't be written again.
      there.ifPresent(nested -> site.client().runs().delete(nested.info().id()));
      write(parent, trial);
    }
  }

  private static String key(TrialRecord trial) {
    return trial.search() + " " + trial.number();
  }

  private void write(Place parent, TrialRecord trial) {
    MlflowClient client = site.client();
    long now = Clock.systemUTC().millis();
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(PARENT, parent.id());
    Chunks.put(tags, TRIAL, Texts.ofTrial(trial));
    String name = trial.search() + " " + trial.number();
    RunInfo made = client.runs().create(parent.experiment(), name, now, tags);
    Map<String, String> more = new LinkedHashMap<>();
    Batch batch = new Batch();
    trial
        .options()
        .forEach(
            (option, value) -> {
              String key = Keys.of(option, more);
              batch.param(
                  key,
                  LongTexts.shown(
                      LongTexts.Kind.PARAM,
                      key,
                      value,
                      more,
                      () -> client.artifacts(made.artifactUri())));
            });
    trial
        .metrics()
        .forEach((metric, value) -> batch.metric(new Metric(Keys.of(metric, more), value, now, 0)));
    more.forEach(batch::tag);
    client.runs().log(made.id(), batch);
    client.runs().update(made.id(), new RunStateChange("FINISHED", OptionalLong.of(now)));
  }

  /** The trials of a run. */
  List<TrialRecord> read(Place parent) {
    return nested(parent).stream()
        .map(Nested::trial)
        .sorted(Comparator.comparing(TrialRecord::search).thenComparingInt(TrialRecord::number))
        .toList();
  }

  void delete(Place parent) {
    nested(parent).forEach(nested -> site.client().runs().delete(nested.info().id()));
  }

  private List<Nested> nested(Place parent) {
    List<Nested> nested = new ArrayList<>();
    String filter = "tags.`" + PARENT + "` = " + RunSearch.quoted(parent.id());
    RunSearch search = new RunSearch(List.of(parent.experiment()), filter, List.of());
    String token = "";
    do {
      Page<RunInfo> page = site.client().runs().search(search, PAGE, token);
      for (RunInfo info : page.items()) {
        String trial = Chunks.get(info.tags(), TRIAL);
        if (!trial.isEmpty()) {
          nested.add(new Nested(info, Texts.trial(trial)));
        }
      }
      token = page.next();
    } while (!token.isEmpty());
    return nested;
  }
}
