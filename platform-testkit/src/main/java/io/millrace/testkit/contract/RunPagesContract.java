package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrialRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How every {@link RunTracker} lists more runs than stand on a page. */
public abstract class RunPagesContract {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00.123000000Z");
  private static final Instant END = Instant.parse("2026-03-01T11:00:00Z");
  private static final String METRIC = "recall@slice(country=Österreich, \"x\")";
  private static final int RUNS = 17;
  private static final int[] PAGES = {2, 5, 50};

  private final TrackingHandles handles = new TrackingHandles(this::open);
  private RunTracker tracker;

  /** For subclasses. */
  protected RunPagesContract() {}

  /** A new handle on the store of this test, which is empty at its first handle. */
  protected abstract Tracking open();

  @BeforeEach
  void openTracker() {
    tracker = handles.open().runs();
  }

  @AfterEach
  void closeHandles() {
    handles.close();
  }

  /** A run whose name tells nothing about when it started. */
  private record Sample(String id, String pipeline, Instant time) {
    private static final Comparator<Sample> OLDEST =
        Comparator.comparing(Sample::time).thenComparing(Sample::id);

    static Sample of(int i) {
      // Four start at the same moment, others in the same millisecond or second.
      int moment = i < 4 ? 0 : i;
      Instant time = START.plusSeconds(moment % 3).plusNanos(moment % 7);
      return new Sample("r%02d".formatted(i * 7 % RUNS), i % 3 == 0 ? "adult" : "churn", time);
    }
  }

  private List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      Sample sample = Sample.of(i);
      samples.add(sample);
      tracker.start(
          new RunStart(
              sample.id(), sample.pipeline(), sample.time(), Map.of(), Map.of(), Map.of()));
    }
    return samples;
  }

  private void start(String id, RunKind kind, String about) {
    tracker.start(new RunStart(id, kind, about, START, Map.of(), Map.of(), Map.of()));
  }

  private static List<String> ids(List<Sample> samples, Comparator<Sample> order) {
    return samples.stream().sorted(order).map(Sample::id).toList();
  }

  /** What all pages give together, whatever their size, is what is expected. */
  private void assertPages(RunQuery query, List<String> expected) {
    for (int size : PAGES) {
      List<String> found = new ArrayList<>();
      List<String> page;
      do {
        page =
            tracker
                .runs(
                    new RunQuery(
                        query.kinds(),
                        query.pipelineOrNull(),
                        query.statusOrNull(),
                        query.text(),
                        query.order(),
                        found.size(),
                        size))
                .stream()
                .map(run -> run.start().run())
                .toList();
        assertThat(page).hasSizeLessThanOrEqualTo(size);
        found.addAll(page);
      } while (!page.isEmpty());
      assertThat(found).as("in pages of %d", size).isEqualTo(expected);
    }
    assertThat(tracker.count(query.from(3))).isEqualTo(expected.size());
  }

  @Test
  void pagesTogetherGiveEachRunOnceInTheExactOrderOfTime() {
    List<Sample> samples = samples();

    assertPages(RunQuery.newest(1), ids(samples, Sample.OLDEST.reversed()));
    assertPages(RunQuery.newest(1).in(new RunOrder("", false)), ids(samples, Sample.OLDEST));
    assertThat(tracker.runs(RunQuery.newest(0))).isEmpty();
    assertThat(tracker.runs(RunQuery.newest(5).from(RUNS))).isEmpty();
    assertThat(tracker.runs(RunQuery.newest(Integer.MAX_VALUE).from(Integer.MAX_VALUE))).isEmpty();
    assertThat(tracker.runs(RunQuery.newest(Integer.MAX_VALUE).from(RUNS - 2))).hasSize(2);
  }

  @Test
  void pagesGoTogetherWithFilters() {
    List<Sample> samples = samples();
    List<String> adult =
        ids(
            samples.stream().filter(sample -> sample.pipeline().equals("adult")).toList(),
            Sample.OLDEST.reversed());
    List<String> done = adult.subList(1, 4);
    done.forEach(run -> tracker.finish(run, RunStatus.DONE, END, ""));
    List<String> noted = List.of(done.get(0), adult.get(5));
    noted.forEach(run -> tracker.tags(run, Map.of("note", "kept for the audit")));

    assertPages(new RunQuery("adult", null, 1), adult);
    assertPages(new RunQuery("adult", RunStatus.DONE, 1), done);
    assertPages(new RunQuery(null, RunStatus.DONE, 1), done);
    assertPages(RunQuery.newest(1).holding("AUDIT"), noted);
    assertPages(new RunQuery("adult", RunStatus.DONE, 1).holding("audit"), noted.subList(0, 1));
    assertPages(new RunQuery("nobody's", null, 1), List.of());
  }

  @Test
  void runsOfOtherKindsAndTrialsStandOnNoPage() {
    List<String> expected = ids(samples(), Sample.OLDEST.reversed());
    start("score", RunKind.SCORE, "churn");
    start("serve", RunKind.SERVE, "churn");
    List<TrialRecord> trials = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      trials.add(new TrialRecord("model", i, Map.of("c", "1"), 1, Map.of(METRIC, 0.5)));
    }
    tracker.trials(expected.get(0), trials);

    assertPages(RunQuery.newest(1), expected);
    assertPages(RunQuery.newest(1).of(Set.of(RunKind.SERVE)), List.of("serve"));
    assertThat(tracker.count(RunQuery.newest(1).of(Set.of()))).isEqualTo(RUNS + 2);
  }

  /** Equal ones, infinite ones, those that changed; and many that have none, or NaN. */
  private List<String> withMetrics(List<String> newest) {
    double[] values = {
      0.5,
      0.25,
      Double.NaN,
      0.5,
      Double.POSITIVE_INFINITY,
      0.5,
      Double.NaN,
      Double.NEGATIVE_INFINITY
    };
    for (int i = 0; i < values.length; i++) {
      tracker.metrics(newest.get(i + 3), Map.of(METRIC, 0.9), 0);
      tracker.metrics(newest.get(i + 3), Map.of(METRIC, values[i], "other", 1.0), 1);
    }
    int[] descending = {4, 0, 3, 5, 1, 7};
    List<String> numbered = new ArrayList<>();
    for (int i : descending) {
      numbered.add(newest.get(i + 3));
    }
    return numbered;
  }

  @Test
  void pagesByAMetricEndWithTheRunsThatHaveNoNumberTheNewestFirst() {
    List<String> newest = ids(samples(), Sample.OLDEST.reversed());
    List<String> numbered = withMetrics(newest);
    List<String> others = newest.stream().filter(run -> !numbered.contains(run)).toList();

    List<String> descending = new ArrayList<>(numbered);
    descending.addAll(others);
    assertPages(RunQuery.newest(1).in(new RunOrder(METRIC, true)), descending);

    // Of equal ones the newest comes first in both directions.
    List<String> ascending = new ArrayList<>(numbered);
    Collections.reverse(ascending);
    Collections.swap(ascending, 2, 4);
    ascending.addAll(others);
    assertPages(RunQuery.newest(1).in(new RunOrder(METRIC, false)), ascending);
    assertPages(RunQuery.newest(1).in(new RunOrder("never noted", true)), newest);
  }

  @Test
  void pagesByAMetricGoTogetherWithFilters() {
    List<Sample> samples = samples();
    List<String> newest = ids(samples, Sample.OLDEST.reversed());
    List<String> sorted = new ArrayList<>(withMetrics(newest));
    newest.stream().filter(run -> !sorted.contains(run)).forEach(sorted::add);
    List<String> adult =
        samples.stream()
            .filter(sample -> sample.pipeline().equals("adult"))
            .map(Sample::id)
            .toList();
    sorted.retainAll(adult);

    RunOrder order = new RunOrder(METRIC, true);
    assertPages(new RunQuery("adult", null, 1).in(order), sorted);
    assertPages(new RunQuery("adult", null, 1).in(order).holding("adul"), sorted);
    assertPages(new RunQuery("adult", RunStatus.FAILED, 1).in(order), List.of());
  }

  @Test
  void aPipelineIsFoundByItsWholeNameWhateverIsInIt() {
    List<String> names = List.of("it's", "a \"b\"", "it's \"both\"", "100%_`x`", "ü🌊", "IT'S");
    for (int i = 0; i < names.size(); i++) {
      start("r" + i, RunKind.PIPELINE, names.get(i));
      start("s" + i, RunKind.SCORE, names.get(i));
    }

    for (int i = 0; i < names.size(); i++) {
      RunQuery query = new RunQuery(names.get(i), null, 1);
      assertPages(query, List.of("r" + i));
      assertPages(query.of(Set.of()), List.of("s" + i, "r" + i));
    }
  }

  @Test
  void theCountFollowsRunsThatComeAndGo() {
    RunTracker other = handles.open().runs();
    assertThat(tracker.count(RunQuery.newest(1))).isZero();
    List<Sample> samples = samples();
    assertThat(tracker.count(RunQuery.newest(1))).isEqualTo(RUNS);
    assertThat(tracker.count(new RunQuery("adult", null, 1))).isEqualTo(6);

    for (Sample sample : samples.subList(0, 12)) {
      other.delete(sample.id());
    }
    assertThat(tracker.count(RunQuery.newest(1))).isEqualTo(RUNS - 12);
    assertThat(other.count(RunQuery.newest(1))).isEqualTo(RUNS - 12);
    start("more", RunKind.PIPELINE, "churn");
    assertThat(tracker.count(RunQuery.newest(1))).isEqualTo(RUNS - 11);
    for (Sample sample : samples.subList(12, RUNS)) {
      other.delete(sample.id());
    }
    other.delete("more");
    assertThat(tracker.count(RunQuery.newest(1))).isZero();
  }
}
