package io.millrace.tracking.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.memory.MemoryArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageShelfTest {
  @TempDir private Path home;
  private MemoryArtifactStore store;

  @BeforeEach
  void openStore() {
    store = MemoryArtifactStore.in(home.resolve("store"));
  }

  private Path modelPackage(String content) throws IOException {
    Path directory = Files.createTempDirectory(home, "package");
    Files.writeString(directory.resolve("model.json"), content);
    return directory;
  }

  private ModelVersion register(String model, String content) throws IOException {
    try (Tracking tracking = TestHome.tracking(home)) {
      return tracking
          .models()
          .register(
              model,
              modelPackage(content),
              "hash",
              Map.of(),
              Map.of(),
              new EffectKey("r1", "publish", content),
              Instant.EPOCH);
    }
  }

  private void leaveBehind(String content) {
    store.publish(
        "models/churn/1", directory -> Files.writeString(directory.resolve("model.json"), content));
  }

  @Test
  void aRepeatTakesTheCopyThatACrashLeftBeforeTheEntry() throws IOException {
    leaveBehind("ours");

    ModelVersion version = register("churn", "ours");

    assertThat(version.version()).isEqualTo(1);
    assertThat(version.artifact()).isEqualTo("models/churn/1");
    assertThat(store.list("models/")).containsExactly("models/churn/1");
  }

  @Test
  void anothersLeftoverIsNeitherTakenNorDestroyed() throws IOException {
    leaveBehind("theirs");

    ModelVersion version = register("churn", "ours");

    assertThat(version.version()).isEqualTo(1);
    assertThat(version.artifact()).isEqualTo("models/churn/1@2");
    assertThat(store.open(version.artifact()).resolve("model.json")).hasContent("ours");
    assertThat(store.open("models/churn/1").resolve("model.json")).hasContent("theirs");
  }
}
