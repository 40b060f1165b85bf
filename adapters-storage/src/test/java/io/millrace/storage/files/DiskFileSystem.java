package io.millrace.storage.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local disk under another scheme, with files that can be created once, as in HDFS. */
public final class DiskFileSystem extends RawLocalFileSystem {
  @Override
  public String getScheme() {
    return "disk";
  }

  @Override
  public URI getUri() {
    return URI.create("disk:///");
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (!overwrite) {
      Files.createFile(pathToFile(path).toPath());
    }
    return super.create(path, permission, true, bufferSize, replication, blockSize, progress);
  }
}
