package io.millrace.storage.delta;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import org.apache.hadoop.conf.Configuration;

/** How Delta's kernel gets at files of a place. */
final class FileAccess {
  private FileAccess() {}

  static FileIO to(TablePath place) {
    return place.local() ? new LocalFileIO() : new HadoopFileIO(new Configuration());
  }
}
