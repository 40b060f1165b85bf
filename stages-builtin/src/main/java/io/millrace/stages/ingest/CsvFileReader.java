package io.millrace.stages.ingest;

import io.millrace.api.error.StandardError;
import io.millrace.spark.api.RowFailures;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVHeaderChecker;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.csv.UnivocityParser;
import org.apache.spark.sql.execution.datasources.CodecStreams;
import org.apache.spark.sql.execution.datasources.HadoopFileLinesReader;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** Reads a CSV file, or a piece of one, in a task. */
final class CsvFileReader extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final StructType dataSchema;
  private final StructType requiredSchema;
  private final CSVOptions options;
  private final List<Filter> filters;
  private final Map<String, String> given;
  private final Broadcast<SerializableConfiguration> hadoop;

  CsvFileReader(
      StructType dataSchema,
      StructType requiredSchema,
      CSVOptions options,
      List<Filter> filters,
      Map<String, String> given,
      Broadcast<SerializableConfiguration> hadoop) {
    this.dataSchema = dataSchema;
    this.requiredSchema = requiredSchema;
    this.options = options;
    this.filters = filters;
    this.given = given;
    this.hadoop = hadoop;
  }

  @Override
  public Iterator<InternalRow> apply(PartitionedFile file) {
    StructType data = withoutCorrupt(dataSchema);
    StructType required = withoutCorrupt(requiredSchema);
    CsvRecordParser parser =
        new CsvRecordParser(
            data, required, options, CollectionConverters.asScala(filters).toSeq(), given);
    CSVHeaderChecker header =
        new CSVHeaderChecker(
            options.isColumnPruningEnabled(requiredSchema) ? required : data,
            options,
            "CSV file: " + file.urlEncodedPath(),
            file.start() == 0);
    Configuration configuration = hadoop.value().value();
    return options.multiLine()
        ? UnivocityParser.parseStream(stream(file, configuration), parser, header, requiredSchema)
        : UnivocityParser.parseIterator(lines(file, configuration), parser, header, requiredSchema);
  }

  private StructType withoutCorrupt(StructType schema) {
    return new StructType(
        Arrays.stream(schema.fields())
            .filter(field -> !field.name().equals(CsvFormat.corrupt(options)))
            .toArray(StructField[]::new));
  }

  private InputStream stream(PartitionedFile file, Configuration configuration) {
    InputStream stream =
        CodecStreams.createInputStreamWithCloseResource(configuration, file.toPath());
    return isUtf8() ? new Utf8Stream(stream, () -> badEncoding(file)) : stream;
  }

  private Iterator<String> lines(PartitionedFile file, Configuration configuration) {
    HadoopFileLinesReader reader =
        new HadoopFileLinesReader(file, options.lineSeparatorInRead(), configuration);
    TaskContext task = TaskContext.get();
    if (task != null) {
      TaskCompletionListener close = context -> reader.close();
      task.addTaskCompletionListener(close);
    }
    Charset charset = Charset.forName(options.charset());
    boolean utf8 = isUtf8();
    return reader.map(line -> text(line, charset, utf8, file));
  }

  private boolean isUtf8() {
    return Charset.forName(options.charset()).equals(StandardCharsets.UTF_8);
  }

  private static String text(Text line, Charset charset, boolean utf8, PartitionedFile file) {
    String text = new String(line.getBytes(), 0, line.getLength(), charset);
    // Decoders put U+FFFD where bytes make no character; but it may stand in the file, too.
    if (utf8 && text.indexOf('\uFFFD') >= 0 && !isUtf8(line)) {
      throw badEncoding(file);
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

  private static RuntimeException badEncoding(PartitionedFile file) {
    return RowFailures.failure(
        StandardError.BAD_ENCODING,
        "A row of '"
            + SourceFiles.shown(file.toPath())
            + "' is not encoded in UTF-8; set encoding, for instance to ISO-8859-1 or"
            + " windows-1252.");
  }
}
