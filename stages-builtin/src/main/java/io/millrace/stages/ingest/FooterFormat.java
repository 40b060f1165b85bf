package io.millrace.stages.ingest;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Schemas;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/**
 * A format whose files say themselves which columns they have.
 *
 * @param name what Spark calls it
 * @param shown what users call it
 * @param footer reads the columns of one file
 */
record FooterFormat(String name, String shown, Footer footer) {
  /** Reads the columns that a file names, without a session. */
  interface Footer {
    /**
     * The columns in Spark's terms.
     *
     * @throws IOException if the file can't be read
     * @throws RuntimeException if it is not of this format
     */
    StructType columns(Path file, Configuration hadoop) throws IOException;
  }

  /**
   * The columns of one file.
   *
   * @throws MillraceException UNREADABLE_FILE or SCHEMA_MISMATCH, naming the file
   */
  Schema columns(Path file, Configuration hadoop) {
    StructType found = footer(file, hadoop);
    try {
      return Schemas.fromSpark(found);
    } catch (MillraceException e) {
      throw new MillraceException(
          e.code(), "'" + SourceFiles.shown(file) + "': " + e.getMessage(), e);
    }
  }

  /** The same in Spark's terms, with what it keeps about columns. */
  StructType footer(Path file, Configuration hadoop) {
    try {
      return footer.columns(file, hadoop);
    } catch (IOException e) {
      throw SourceFiles.unreadable(SourceFiles.shown(file), e);
    } catch (FSError e) {
      throw SourceFiles.unreadable(SourceFiles.shown(file), SourceFiles.cause(e));
    } catch (RuntimeException e) { // The libraries' own way to say that this is no such file.
      throw new MillraceException(
          StandardError.UNREADABLE_FILE,
          "'" + SourceFiles.shown(file) + "' is no readable " + shown + " file.",
          e);
    }
  }
}
