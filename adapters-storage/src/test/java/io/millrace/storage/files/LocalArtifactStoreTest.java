package io.millrace.storage.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import io.millrace.testkit.contract.ArtifactStoreContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalArtifactStoreTest extends ArtifactStoreContract {
  @TempDir private Path home;

  @Override
  protected ArtifactStore open() {
    return new LocalArtifactStoreProvider().open(root().toUri());
  }

  private Path root() {
    return home.resolve("my models #1");
  }

  @Test
  void itServesLocalAddressesOnly() {
    LocalArtifactStoreProvider provider = new LocalArtifactStoreProvider();

    assertThat(provider.accepts(URI.create("file:/tmp/x"))).isTrue();
    assertThat(provider.accepts(URI.create("s3a://bucket/x"))).isFalse();
  }

  @Test
  void anEmptyArtifactIsPublishedLikeAnyOther() {
    open().publish("empty", directory -> {});
    open().publish("empty", directory -> Files.createFile(directory.resolve("late")));

    assertThat(open().exists("empty")).isTrue();
    assertThat(open().open("empty").resolve("late")).doesNotExist();
  }

  @Test
  void whatACrashedWriterLeftIsIgnoredAndCleanedWhenOld() throws IOException {
    Path old = leftover("old");
    Path young = leftover("young");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    assertThat(open().list("")).isEmpty();
    open().publish("a", directory -> {});

    assertThat(open().list("")).containsExactly("a");
    assertThat(old).doesNotExist();
    assertThat(young).isDirectory();
  }

  private Path leftover(String name) throws IOException {
    Path directory = root().resolve(".unpublished").resolve(name);
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("half"), "half");
    return directory;
  }

  @Test
  void aFullDiskIsNamedAndNothingIsVisible() throws Exception {
    Path disk = Files.createDirectories(home.resolve("disk"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "mounting a small file system needs root on Linux");
    try {
      ArtifactStore store = new LocalArtifactStoreProvider().open(disk.toUri());

      assertThatThrownBy(
              () ->
                  store.publish(
                      "big", directory -> Files.write(directory.resolve("x"), new byte[200_000])))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.code()).isEqualTo(StandardError.DISK_FULL))
          .hasMessage(
              "The disk that holds "
                  + disk
                  + " is full (No space left on device): can't publish 'big', and nothing of it is"
                  + " visible; make room and run again.");
      assertThat(store.list("")).isEmpty();
      store.publish("small", directory -> Files.writeString(directory.resolve("x"), "fits"));
      assertThat(store.list("")).containsExactly("small");
    } finally {
      run("umount", disk.toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).inheritIO().start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void namesThatCouldBeMistakenForItsOwnAreRefused() {
    assertThatThrownBy(() -> open().publish("a.artifact/b", directory -> {}))
        .hasMessage(
            "'a.artifact/b' can't name an artifact: a name is made of segments of letters, digits"
                + " and . _ - @ with slashes between them; no segment starts with a dot or ends in"
                + " .artifact.");
  }

  @Test
  void anArtifactMayStandBesideAFolderOfItsName() {
    open().publish("a", directory -> Files.createDirectories(directory.resolve("b")));
    open().publish("a/b", directory -> {});

    assertThat(open().list("")).containsExactly("a", "a/b");
    open().delete("a");
    assertThat(open().list("")).containsExactly("a/b");
  }
}
