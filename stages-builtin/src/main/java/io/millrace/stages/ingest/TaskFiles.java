package io.millrace.stages.ingest;

import io.millrace.api.error.StandardError;
import io.millrace.spark.api.RowFailures;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.execution.datasources.CodecStreams;
import org.apache.spark.sql.execution.datasources.HadoopFileLinesReader;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.util.TaskCompletionListener;
import scala.Option;
import scala.collection.Iterator;

/** Reads files of text in a task, and says where one is not encoded in UTF-8. */
final class TaskFiles {
  /** What a user can do about another encoding, where there is an option for it. */
  static final String SET_ENCODING = "set encoding, for instance to ISO-8859-1 or windows-1252";

  private TaskFiles() {}

  /** The file's bytes, uncompressed. */
  static InputStream stream(PartitionedFile file, Configuration hadoop) {
    return CodecStreams.createInputStreamWithCloseResource(hadoop, file.toPath());
  }

  /** The file's bytes, which must be UTF-8. */
  static InputStream utf8Stream(PartitionedFile file, Configuration hadoop, String remedy) {
    return new Utf8Stream(stream(file, hadoop), () -> badEncoding(file, remedy));
  }

  /** The lines of the file, or of a piece of it, closed when the task ends. */
  static Iterator<Text> lines(
      PartitionedFile file, Option<byte[]> separator, Configuration hadoop) {
    HadoopFileLinesReader reader = new HadoopFileLinesReader(file, separator, hadoop);
    TaskContext task = TaskContext.get();
    if (task != null) {
      TaskCompletionListener close = context -> reader.close();
      task.addTaskCompletionListener(close);
    }
    return reader;
  }

  /** The lines between line ends of any kind. */
  static Iterator<Text> lines(PartitionedFile file, Configuration hadoop) {
    return lines(file, Option.empty(), hadoop);
  }

  /** The line's text. */
  static String utf8(Text line, PartitionedFile file, String remedy) {
    String text = new String(line.getBytes(), 0, line.getLength(), StandardCharsets.UTF_8);
    // Decoders put U+FFFD where bytes make no character; but it may stand in the file, too.
    if (text.indexOf('\uFFFD') >= 0 && !isUtf8(line)) {
      throw badEncoding(file, remedy);
    }
    return text;
  }

  private static boolean isUtf8(Text line) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.getBytes(), 0, line.getLength()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static RuntimeException badEncoding(PartitionedFile file, String remedy) {
    return RowFailures.failure(
        StandardError.BAD_ENCODING,
        "A row of '"
            + SourceFiles.shown(file.toPath())
            + "' is not encoded in UTF-8; "
            + remedy
            + ".");
  }
}
