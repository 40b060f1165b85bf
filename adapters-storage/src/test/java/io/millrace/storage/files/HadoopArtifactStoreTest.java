package io.millrace.storage.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.store.ArtifactStore;
import io.millrace.testkit.contract.ArtifactStoreContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HadoopArtifactStoreTest extends ArtifactStoreContract {
  @TempDir private Path home;

  @Override
  protected ArtifactStore open() {
    return new HadoopArtifactStoreProvider().open(URI.create("disk:" + home));
  }

  @Test
  void itServesTheSchemesThatHadoopKnows() {
    HadoopArtifactStoreProvider provider = new HadoopArtifactStoreProvider();

    assertThat(provider.accepts(URI.create("disk:/x"))).isTrue();
    assertThat(provider.accepts(URI.create("hdfs://host/x"))).isTrue();
    assertThat(provider.accepts(URI.create("file:/x"))).isFalse();
    assertThat(provider.accepts(URI.create("nonsense:/x"))).isFalse();
  }

  @Test
  void halfARenameIsInvisibleAndReplaced() throws IOException {
    Path half = Files.createDirectories(home.resolve("a.artifact"));
    Files.writeString(half.resolve("state.txt"), "half");
    assertThat(open().exists("a")).isFalse();
    assertThat(open().list("")).isEmpty();

    open().publish("a", directory -> Files.writeString(directory.resolve("state.txt"), "whole"));

    assertThat(open().open("a").resolve("state.txt")).hasContent("whole");
  }

  @Test
  void aCopyHoldsWhatWasPublishedAndNothingElse() {
    open().publish("a", directory -> Files.writeString(directory.resolve("state.txt"), "x"));

    assertThat(open().open("a")).isDirectoryNotContaining(path -> path.endsWith(".published"));
    assertThat(open().open("a")).isEqualTo(open().open("a"));
  }
}
