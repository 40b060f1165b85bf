package io.millrace.core.record;

import static io.millrace.api.tracking.RunLink.reads;
import static io.millrace.api.tracking.RunLink.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.DoubtfulTracking;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordedWorkTest {
  private static final String RUN = "20261120-101112-0001";
  private static final Instant START = Instant.parse("2026-11-20T10:11:12Z");
  private static final Asset FIRST = Asset.model("houses", 1);
  private static final Asset SECOND = Asset.model("houses", 2);
  private static final String COMPLAINT =
      "run " + RUN + " is not recorded as it should be: the tracking database does not answer";

  private final Tracking real;
  private final DoubtfulTracking doubtful;
  private final List<String> warnings = new ArrayList<>();
  private final Hands clock = new Hands();

  RecordedWorkTest(@TempDir Path store) {
    real = MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(store));
    doubtful = new DoubtfulTracking(real, RunTracker.class);
  }

  @Test
  void whatADatabaseThatWasAwayMissedIsNotedLater() {
    try (RecordedWork work = start()) {
      doubtful.away(true);
      work.links(List.of(reads(FIRST)));
      doubtful.away(false);

      work.links(List.of(reads(FIRST)));
      assertThat(real.runs().links(RUN)).isEmpty();
      clock.now = clock.now.plus(RecordedWork.PAUSE);
      work.links(List.of(reads(FIRST)));

      assertThat(real.runs().links(RUN)).containsExactly(reads(FIRST));
      assertThat(warnings).containsExactly(COMPLAINT);
    }
  }

  @Test
  void aDatabaseThatIsAwayIsNotAskedAtEachStep() {
    try (RecordedWork work = start()) {
      doubtful.away(true);
      for (int step = 0; step < 100; step++) {
        clock.now = clock.now.plus(Duration.ofSeconds(1));
        work.links(List.of(reads(FIRST), writes(SECOND)));
      }
      assertThat(doubtful.refused()).isEqualTo(4);
      assertThat(warnings).containsExactly(COMPLAINT);
    }
  }

  @Test
  void theEndNotesWhatIsOwedAtOnce() {
    try (RecordedWork work = start()) {
      doubtful.away(true);
      work.links(List.of(reads(FIRST)));
      doubtful.away(false);
      work.finish(RunStatus.DONE, "");
    }

    assertThat(real.runs().links(RUN)).containsExactly(reads(FIRST));
    assertThat(real.runs().run(RUN).orElseThrow().status()).isEqualTo(RunStatus.DONE);
    assertThat(real.journal().lease(RUN)).isEmpty();
  }

  private RecordedWork start() {
    RunStart start =
        new RunStart(RUN, RunKind.SERVE, "houses", START, Map.of(), Map.of(), Map.of());
    return RecordedWork.start(() -> doubtful, start, text -> text, warnings::add, clock);
  }

  /** Stands still until it is moved. */
  private static final class Hands extends Clock {
    private Instant now = START;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("a test's clock has one zone");
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
