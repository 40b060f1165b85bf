package io.millrace.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Engine;
import io.millrace.api.EngineSettings;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.StageFigures;
import io.millrace.testkit.contract.EngineContract;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.memory.KeptFrames.Persisted;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MemoryEngineTest extends EngineContract<Table> {
  private static final Table TWO =
      TableText.parse(
          Schema.of(Column.nullable("x, y", Simple.DOUBLE), Column.nullable("s", Simple.STRING)),
          List.of("1.5,a\"b", ","));

  private final MemoryEngineProvider provider = new MemoryEngineProvider();
  private final MemoryEngine engine = started();

  private MemoryEngine started() {
    return (MemoryEngine)
        provider.open(
            new EngineSettings(
                "test", null, Map.of(), Path.of("home"), List.of(), getClass().getClassLoader()));
  }

  @Override
  protected Engine<Table> engine() {
    return engine;
  }

  @Override
  protected Engine<Table> another() {
    return started();
  }

  @Override
  protected Frames<Table> frames() {
    return new TableFrames();
  }

  @Test
  void itRemembersWhoWorkedAndWhatWasKept() throws Exception {
    Table kept = engine.inStage("clean", () -> engine.persist(TWO, "MEMORY"));
    engine.inStage("model", () -> "no frame");

    assertThat(provider.opened()).containsExactly(engine);
    assertThat(engine.work().stages()).containsExactly("clean", "model");
    assertThat(engine.frames().persisted()).containsExactly(new Persisted("clean", "MEMORY", TWO));
    assertThat(engine.frames().isKept(kept)).isTrue();
    engine.unpersist(kept);
    assertThat(engine.frames().kept()).isZero();
    assertThat(engine.frames().unpersisted()).isEqualTo(1);
    assertThat(engine.figures("clean")).isEqualTo(new StageFigures(2, 0, 0, 0, 0, 0, 1, 1));
    assertThat(engine.figures("model").knownRows()).isEmpty();
  }

  @Test
  void cancellingInterruptsTheStagesThatWork() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return engine.inStage(
                    "model",
                    () -> {
                      working.countDown();
                      never.await();
                      return false;
                    });
              } catch (Exception e) {
                return e instanceof InterruptedException;
              }
            });
    working.await();

    engine.cancel();

    assertThat(interrupted.join()).isTrue();
    assertThat(engine.work().cancellations()).isEqualTo(1);
  }

  @Test
  void aClosedEngineDoesNoWork() {
    engine.close();

    assertThatThrownBy(() -> engine.inStage("model", () -> 1))
        .hasMessage("the engine is closed; 'model' can't work on it");
  }
}
