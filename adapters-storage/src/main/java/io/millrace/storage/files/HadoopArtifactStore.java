package io.millrace.storage.files;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Artifacts on any Hadoop file system. A directory is filled locally, uploaded beside the published
 * ones, renamed by the one writer that holds the {@link Claim}, and marked: only with the marker is
 * it visible, because a rename is a copy on object stores.
 */
final class HadoopArtifactStore implements ArtifactStore {
  private static final String MARKER = ".published";
  private static final Duration LEFTOVER = Duration.ofDays(1);

  private final FileSystem files;
  private final Path root;

  HadoopArtifactStore(FileSystem files, Path root) {
    this.files = files;
    this.root = files.makeQualified(root);
  }

  @Override
  public void publish(String name, DirectoryWriter writer) {
    Path target = place(name);
    java.nio.file.Path local = null;
    Path uploaded = new Path(unpublished(), UUID.randomUUID().toString());
    try {
      if (files.exists(marker(target))) {
        return;
      }
      local = Files.createTempDirectory("millrace-artifact");
      writer.write(local);
      files.mkdirs(unpublished());
      files.copyFromLocalFile(false, true, new Path(local.toUri()), uploaded);
      makeVisible(uploaded, target);
      cleanLeftovers();
    } catch (IOException | UncheckedIOException e) {
      throw Failures.failed("publish", name, root.toString(), e);
    } finally {
      if (local != null) {
        Directories.deleteQuietly(local);
      }
      deleteQuietly(uploaded);
    }
  }

  private void makeVisible(Path uploaded, Path target) throws IOException {
    files.mkdirs(target.getParent());
    Claim claim = new Claim(files, target.suffix(".claim"));
    if (!claim.takeUnless(marker(target))) {
      return;
    }
    try {
      // Without its marker, what lies there is half of what a dead process renamed.
      files.delete(target, true);
      if (!files.rename(uploaded, target)) {
        throw new IOException("the file system refused to rename " + uploaded + " to " + target);
      }
      files.create(marker(target), true).close();
    } finally {
      claim.release();
    }
  }

  private void cleanLeftovers() throws IOException {
    long limit = System.currentTimeMillis() - LEFTOVER.toMillis();
    for (FileStatus entry : files.listStatus(unpublished())) {
      if (entry.getModificationTime() < limit) {
        deleteQuietly(entry.getPath());
      }
    }
  }

  private void deleteQuietly(Path path) {
    try {
      files.delete(path, true);
    } catch (IOException e) {
      // It lies among the unpublished, where the next cleaning finds it.
      return;
    }
  }

  @Override
  public boolean exists(String name) {
    try {
      return files.exists(marker(place(name)));
    } catch (IOException e) {
      throw Failures.failed("look for", name, root.toString(), e);
    }
  }

  @Override
  public java.nio.file.Path open(String name) {
    Path path = place(name);
    if (!exists(name)) {
      throw new MillraceException(
          StandardError.NOT_FOUND, "There is no artifact '" + name + "' at " + root + ".");
    }
    try {
      // What was published under a name, deleted and published again is another thing: the
      // marker's time tells them apart.
      long published = files.getFileStatus(marker(path)).getModificationTime();
      java.nio.file.Path copy = cache().resolve(name.replace('/', '+') + "+" + published);
      if (!Files.isDirectory(copy)) {
        download(path, copy);
      }
      return copy;
    } catch (IOException e) {
      throw Failures.failed("open", name, root.toString(), e);
    }
  }

  /** Copies live as long as the machine's temporary files, and are shared by its processes. */
  private java.nio.file.Path cache() throws IOException {
    String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9]", "_");
    String store = Integer.toHexString(root.toString().hashCode());
    return Files.createDirectories(
        java.nio.file.Path.of(
            System.getProperty("java.io.tmpdir"), "millrace-artifacts-" + user, store));
  }

  private void download(Path path, java.nio.file.Path copy) throws IOException {
    java.nio.file.Path partial = copy.resolveSibling(UUID.randomUUID().toString());
    try {
      files.copyToLocalFile(false, path, new Path(partial.toUri()), true);
      Files.delete(partial.resolve(MARKER));
      Files.move(partial, copy, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(copy)) {
        throw e;
      }
      // Another process was first with the same copy.
    } finally {
      Directories.deleteQuietly(partial);
    }
  }

  @Override
  public List<String> list(String prefix) {
    List<String> names = new ArrayList<>();
    try {
      collect(root, "", names);
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw Failures.failed("list", prefix, root.toString(), e);
    }
    names.removeIf(name -> !name.startsWith(prefix));
    Collections.sort(names);
    return List.copyOf(names);
  }

  private void collect(Path directory, String path, List<String> names) throws IOException {
    for (FileStatus entry : files.listStatus(directory)) {
      String entryName = entry.getPath().getName();
      if (!entry.isDirectory() || entryName.equals(ArtifactNames.UNPUBLISHED)) {
        continue;
      }
      if (!ArtifactNames.isArtifact(entryName)) {
        collect(entry.getPath(), path + entryName + "/", names);
      } else if (files.exists(marker(entry.getPath()))) {
        names.add(ArtifactNames.nameOf(path + entryName));
      }
    }
  }

  @Override
  public long size(String name) {
    Path path = place(name);
    if (!exists(name)) {
      throw new MillraceException(
          StandardError.NOT_FOUND, "There is no artifact '" + name + "' at " + root + ".");
    }
    try {
      return files.getContentSummary(path).getLength();
    } catch (IOException e) {
      throw Failures.failed("measure", name, root.toString(), e);
    }
  }

  @Override
  public void delete(String name) {
    Path path = place(name);
    try {
      // The marker first: a reader sees all of it or nothing, also if we die half-way.
      files.delete(marker(path), false);
      files.delete(path, true);
    } catch (IOException e) {
      throw Failures.failed("delete", name, root.toString(), e);
    }
  }

  @Override
  public String location(String name) {
    return place(name).toString();
  }

  private Path place(String name) {
    return new Path(root, ArtifactNames.pathOf(name));
  }

  private Path unpublished() {
    return new Path(root, ArtifactNames.UNPUBLISHED);
  }

  private static Path marker(Path artifact) {
    return new Path(artifact, MARKER);
  }
}
