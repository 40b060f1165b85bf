package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.store.ArtifactStore.DirectoryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ArtifactStore} keeps to. */
public abstract class ArtifactStoreContract {
  private static final String NAME = "runs/r-1/imputed@f.0_1";

  private ArtifactStore store;

  /** For subclasses. */
  protected ArtifactStoreContract() {}

  /** A new handle on the store of this test, which is empty at its first handle. */
  protected abstract ArtifactStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  private static DirectoryWriter text(String content) {
    return directory -> Files.writeString(directory.resolve("state.txt"), content);
  }

  @Test
  void whatIsPublishedIsSeenWholeByEveryone() throws IOException {
    store.publish(
        NAME,
        directory -> {
          assertThat(directory).isEmptyDirectory();
          Files.createDirectories(directory.resolve("deep/er"));
          Files.write(directory.resolve("deep/er/data.bin"), new byte[] {0, 1, -1});
          Files.writeString(directory.resolve("Zürich 1.txt"), "☕");
        });

    ArtifactStore other = open();
    assertThat(other.exists(NAME)).isTrue();
    Path opened = other.open(NAME);
    assertThat(opened.resolve("deep/er/data.bin")).hasBinaryContent(new byte[] {0, 1, -1});
    assertThat(Files.readString(opened.resolve("Zürich 1.txt"))).isEqualTo("☕");
    assertThat(other.size(NAME)).isEqualTo(6);
    assertThat(other.location(NAME)).isNotEmpty();
  }

  @Test
  void whatIsPublishedStays() {
    store.publish(NAME, text("first"));

    store.publish(
        NAME,
        directory -> {
          throw new AssertionError("the name is taken");
        });

    assertThat(open().open(NAME).resolve("state.txt")).hasContent("first");
  }

  @Test
  void nothingIsVisibleWhileItIsWritten() {
    store.publish(
        NAME,
        directory -> {
          Files.writeString(directory.resolve("state.txt"), "half");
          assertThat(open().exists(NAME)).isFalse();
          assertThat(open().list("")).isEmpty();
        });

    assertThat(store.list("")).containsExactly(NAME);
  }

  @Test
  void aFailedWriteLeavesNothingBehind() {
    DirectoryWriter full =
        directory -> {
          Files.writeString(directory.resolve("state.txt"), "half");
          throw new IOException("No space left on device");
        };

    assertThatThrownBy(() -> store.publish(NAME, full))
        .hasMessageContaining(NAME)
        .hasMessageContaining("No space left on device")
        .isInstanceOf(MillraceException.class);
    assertNothingAt(NAME);
    store.publish(NAME, text("second try"));
    assertThat(store.open(NAME).resolve("state.txt")).hasContent("second try");
  }

  @Test
  void aWritersOwnFailureIsHandedOn() {
    IllegalStateException failure = new IllegalStateException("a stage's own");

    assertThatThrownBy(
            () ->
                store.publish(
                    NAME,
                    directory -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertNothingAt(NAME);
  }

  private void assertNothingAt(String name) {
    assertThat(store.exists(name)).isFalse();
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void namesAreListedByTheirStartInOrder() {
    List.of("models/b/2", "models/b/10", "models/a/1", "runs/r1/x")
        .forEach(name -> store.publish(name, text(name)));

    assertThat(store.list("models/")).containsExactly("models/a/1", "models/b/10", "models/b/2");
    assertThat(store.list("models/b/1")).containsExactly("models/b/10");
    assertThat(store.list("x")).isEmpty();
    assertThat(store.list("")).hasSize(4);
  }

  @Test
  void whatIsDeletedIsGoneAndItsNameIsFree() {
    store.publish(NAME, text("first"));
    store.delete(NAME);
    store.delete(NAME);

    assertNothingAt(NAME);
    store.publish(NAME, text("second"));
    assertThat(store.open(NAME).resolve("state.txt")).hasContent("second");
  }

  @Test
  void whatIsNotThereCannotBeOpened() {
    assertThatThrownBy(() -> store.open("models/none/1"))
        .hasMessageContaining("models/none/1")
        .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
        .extracting(MillraceException::code)
        .isEqualTo(StandardError.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/../b", "/a", "a/", "a//b", "a b", "a\\b", "./a", "ä"})
  void aNameThatCouldLeadElsewhereIsRefused(String name) {
    AtomicInteger called = new AtomicInteger();

    assertThatThrownBy(() -> store.publish(name, directory -> called.incrementAndGet()))
        .isInstanceOf(RuntimeException.class);

    assertThat(called).hasValue(0);
  }

  @Test
  void oneOfManyWritersOfANameWins() {
    Crowd.of(
        20,
        i -> {
          open().publish(NAME, text("writer " + i));
          return i;
        });

    assertThat(store.open(NAME).resolve("state.txt")).content().startsWith("writer ");
    assertThat(store.list("")).containsExactly(NAME);
  }
}
