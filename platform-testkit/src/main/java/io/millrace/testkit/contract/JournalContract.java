package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.Lease;
import io.millrace.api.tracking.Tracking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Journal} keeps to. */
public abstract class JournalContract {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123456789Z");
  private static final EffectKey KEY = new EffectKey("r1", "features", "f1");

  private final TrackingHandles handles = new TrackingHandles(this::open);
  private Journal journal;

  /** For subclasses. */
  protected JournalContract() {}

  /** A new handle on the store of this test, which is empty at its first handle. */
  protected abstract Tracking open();

  @BeforeEach
  void openJournal() {
    journal = handles.open().journal();
  }

  @AfterEach
  void closeHandles() {
    handles.close();
  }

  private static KeptOutput output(String fingerprint, Instant time) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("z", "first");
    facts.put("a", "ünter \"x\"\n");
    return new KeptOutput(fingerprint, "imputed", "r1", time, "runs/r1/imputed", facts);
  }

  private static Lease lease(long pid, Instant heartbeat) {
    return new Lease("r1", "box", pid, TIME, heartbeat);
  }

  @Test
  void aKeptOutputIsFoundByItsFingerprint() {
    journal.keep(output("f1", TIME));

    Journal other = handles.open().journal();
    assertThat(other.kept("f1")).contains(output("f1", TIME));
    assertThat(other.kept("f1").orElseThrow().facts().keySet()).containsExactly("z", "a");
    assertThat(other.kept("f2")).isEmpty();
  }

  @Test
  void whatIsKeptUnderAFingerprintStays() {
    journal.keep(output("f1", TIME));
    journal.keep(output("f1", TIME.plusSeconds(1)));

    assertThat(journal.kept("f1")).contains(output("f1", TIME));
    assertThat(journal.keptOutputs()).hasSize(1);
  }

  @Test
  void keptOutputsAreListedOldestFirstUntilForgotten() {
    journal.keep(output("f1", TIME.plusNanos(1)));
    journal.keep(output("f3", TIME.plusNanos(2)));
    journal.keep(output("f2", TIME));

    assertThat(journal.keptOutputs())
        .extracting(KeptOutput::fingerprint)
        .containsExactly("f2", "f1", "f3");
    journal.forget("f1");
    journal.forget("f1");
    assertThat(journal.keptOutputs())
        .extracting(KeptOutput::fingerprint)
        .containsExactly("f2", "f3");
  }

  @Test
  void anEffectThatWasOnlyIntendedIsNotDone() {
    assertThat(journal.effect(KEY)).isEmpty();
    journal.intend(KEY);
    assertThat(journal.effect(KEY)).isEmpty();
  }

  @Test
  void anEffectThatIsDoneGivesItsReceipt() {
    Receipt receipt = new Receipt(Map.of("table", "telco", "version", "3"));
    journal.intend(KEY);
    journal.done(KEY, receipt);
    journal.intend(KEY);

    assertThat(handles.open().journal().effect(KEY)).contains(receipt);
    assertThat(journal.effect(new EffectKey("r2", "features", "f1"))).isEmpty();
    assertThat(journal.effect(new EffectKey("r1", "publish", "f1"))).isEmpty();
    assertThat(journal.effect(new EffectKey("r1", "features", "f2"))).isEmpty();
  }

  @Test
  void theFirstToAskGetsTheLease() {
    Lease wanted = lease(1, TIME);

    Lease held =
        journal.acquire(
            wanted,
            other -> {
              throw new AssertionError("nobody holds it");
            });

    assertThat(held).isEqualTo(wanted);
    assertThat(handles.open().journal().lease("r1")).contains(wanted);
    assertThat(journal.lease("r2")).isEmpty();
  }

  @Test
  void aHolderKeepsTheLeaseUntilItHasEnded() {
    journal.acquire(lease(1, TIME), other -> true);
    List<Lease> asked = new ArrayList<>();

    Lease refused =
        journal.acquire(
            lease(2, TIME),
            other -> {
              asked.add(other);
              return false;
            });

    assertThat(refused).isEqualTo(lease(1, TIME));
    assertThat(asked).containsExactly(lease(1, TIME));
    assertThat(journal.acquire(lease(2, TIME), other -> true)).isEqualTo(lease(2, TIME));
    assertThat(journal.lease("r1")).contains(lease(2, TIME));
  }

  @Test
  void aHolderMayAskAgain() {
    journal.acquire(lease(1, TIME), other -> false);

    assertThat(journal.acquire(lease(1, TIME.plusSeconds(5)), other -> false))
        .isEqualTo(lease(1, TIME.plusSeconds(5)));
  }

  @Test
  void aProcessWithANumberUsedAgainIsAnotherHolder() {
    journal.acquire(lease(1, TIME), other -> false);
    Lease later = new Lease("r1", "box", 1, TIME.plusNanos(1), TIME);

    assertThat(journal.acquire(later, other -> false)).isEqualTo(lease(1, TIME));
    assertThat(journal.heartbeat(later)).isFalse();
  }

  @Test
  void aHeartbeatIsTheHoldersOnly() {
    journal.acquire(lease(1, TIME), other -> false);

    assertThat(journal.heartbeat(lease(1, TIME.plusSeconds(10)))).isTrue();
    assertThat(journal.heartbeat(lease(2, TIME.plusSeconds(20)))).isFalse();
    assertThat(journal.heartbeat(new Lease("r2", "box", 1, TIME, TIME))).isFalse();
    assertThat(journal.lease("r1")).contains(lease(1, TIME.plusSeconds(10)));
  }

  @Test
  void onlyItsHolderGivesALeaseBack() {
    journal.acquire(lease(1, TIME), other -> false);

    journal.release(lease(2, TIME));
    assertThat(journal.lease("r1")).isPresent();
    journal.release(lease(1, TIME.plusSeconds(3)));
    assertThat(journal.lease("r1")).isEmpty();
    journal.release(lease(1, TIME));
  }

  @Test
  void aDeletedRunLosesItsEffectsAndItsLeaseButNotItsOutputs() {
    EffectKey other = new EffectKey("r2", "features", "f1");
    journal.done(KEY, new Receipt(Map.of()));
    journal.done(other, new Receipt(Map.of()));
    journal.acquire(lease(1, TIME), held -> false);
    journal.keep(output("f1", TIME));

    journal.deleteRun("r1");

    assertThat(journal.effect(KEY)).isEmpty();
    assertThat(journal.effect(other)).isPresent();
    assertThat(journal.lease("r1")).isEmpty();
    assertThat(journal.kept("f1")).isPresent();
  }

  @Test
  void oneOfManyGetsTheLease() {
    List<Tracking> several = handles.open(4);

    List<Lease> held =
        Crowd.of(20, i -> several.get(i % 4).journal().acquire(lease(i, TIME), other -> false));

    assertThat(held).containsOnly(held.get(0));
    assertThat(journal.lease("r1")).contains(held.get(0));
  }

  @Test
  void manyThreadsKeepTheirOutputs() {
    List<Tracking> several = handles.open(4);

    Crowd.of(
        20,
        i -> {
          Journal mine = several.get(i % 4).journal();
          mine.keep(output("f" + i, TIME.plusSeconds(i)));
          mine.done(new EffectKey("r1", "s" + i, "f"), new Receipt(Map.of("i", "" + i)));
          return i;
        });

    assertThat(journal.keptOutputs()).hasSize(20);
    assertThat(journal.effect(new EffectKey("r1", "s7", "f")))
        .contains(new Receipt(Map.of("i", "7")));
  }
}
