package io.millrace.serving.rollout;

import static io.millrace.api.error.StandardError.INVALID_CALL;
import static io.millrace.api.error.StandardError.NOT_FOUND;

import io.millrace.api.error.MillraceException;
import io.millrace.api.store.ArtifactStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The packages of a Millrace home on a disk, only to be read: {@code NAME.artifact} below the root.
 */
public final class ArtifactDirectory implements ArtifactStore {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9._@-]*(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)*");

  private final Path root;

  /** The packages below a directory. */
  public ArtifactDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public Path open(String name) {
    Path path = place(name);
    if (!Files.isDirectory(path)) {
      throw new MillraceException(
          NOT_FOUND, "There is no artifact '%s' at %s.".formatted(name, root));
    }
    return path;
  }

  @Override
  public boolean exists(String name) {
    return Files.isDirectory(place(name));
  }

  @Override
  public String location(String name) {
    return place(name).toString();
  }

  private Path place(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new MillraceException(INVALID_CALL, "'%s' can't name an artifact.".formatted(name));
    }
    return root.resolve(name + ".artifact");
  }

  @Override
  public void publish(String name, DirectoryWriter writer) {
    throw onlyRead();
  }

  @Override
  public void delete(String name) {
    throw onlyRead();
  }

  @Override
  public List<String> list(String prefix) {
    throw onlyRead();
  }

  @Override
  public long size(String name) {
    throw onlyRead();
  }

  private static MillraceException onlyRead() {
    return new MillraceException(INVALID_CALL, "A server only reads packages.");
  }
}
