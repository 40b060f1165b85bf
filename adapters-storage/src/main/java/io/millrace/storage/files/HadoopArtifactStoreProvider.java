package io.millrace.storage.files;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.store.ArtifactStoreProvider;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Serves the addresses of every file system that Hadoop knows by its scheme, but {@code file:}. */
public final class HadoopArtifactStoreProvider implements ArtifactStoreProvider {
  @Override
  public boolean accepts(URI root) {
    if (root.getScheme() == null || root.getScheme().equals("file")) {
      return false;
    }
    try {
      FileSystem.getFileSystemClass(root.getScheme(), new Configuration());
      return true;
    } catch (UnsupportedFileSystemException e) {
      return false;
    } catch (IOException e) {
      // Known, but broken: open says what is wrong.
      return true;
    }
  }

  @Override
  public ArtifactStore open(URI root) {
    try {
      return new HadoopArtifactStore(FileSystem.get(root, new Configuration()), new Path(root));
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "Can't open the artifact store at " + root + ": " + e.getMessage() + ".",
          e);
    }
  }
}
