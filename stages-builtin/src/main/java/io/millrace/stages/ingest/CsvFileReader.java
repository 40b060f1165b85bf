package io.millrace.stages.ingest;

import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVHeaderChecker;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.csv.UnivocityParser;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;
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
    Optional<String> other = otherHeader(file, data, configuration());
    if (other.isPresent()) {
      // Of a file in several pieces, the first one stands for all.
      return file.start() == 0 ? record(other.get()) : Iterator.empty();
    }
    CsvRecordParser parser =
        new CsvRecordParser(
            data, required, options, CollectionConverters.asScala(filters).toSeq(), given);
    CSVHeaderChecker header =
        new CSVHeaderChecker(
            options.isColumnPruningEnabled(requiredSchema) ? required : data,
            options,
            "CSV file: " + file.urlEncodedPath(),
            file.start() == 0);
    Configuration configuration = configuration();
    return options.multiLine()
        ? UnivocityParser.parseStream(stream(file, configuration), parser, header, requiredSchema)
        : UnivocityParser.parseIterator(lines(file, configuration), parser, header, requiredSchema);
  }

  private Configuration configuration() {
    return hadoop.value().value();
  }

  private Optional<String> otherHeader(
      PartitionedFile file, StructType columns, Configuration configuration) {
    String fate = given.get(OtherHeader.OPTION);
    if (fate == null || !options.headerFlag()) {
      return Optional.empty();
    }
    OtherHeader header = new OtherHeader(columns, options, fate);
    return options.multiLine()
        ? header.in(file, stream(file, configuration))
        : header.in(file, lines(start(file), configuration));
  }

  /** A piece from the file's first line on, whichever piece is asked for. */
  private static PartitionedFile start(PartitionedFile file) {
    return file.start() == 0
        ? file
        : file.copy(
            file.partitionValues(),
            file.filePath(),
            0,
            file.fileSize(),
            file.locations(),
            file.modificationTime(),
            file.fileSize(),
            file.otherConstantMetadataColumnValues());
  }

  /** A row of nothing but a bad record's text. */
  private Iterator<InternalRow> record(String text) {
    Object[] values =
        Arrays.stream(requiredSchema.fieldNames())
            .map(
                name ->
                    name.equals(CsvFormat.corrupt(options)) ? UTF8String.fromString(text) : null)
            .toArray();
    return CollectionConverters.asScala(
        List.<InternalRow>of(new GenericInternalRow(values)).iterator());
  }

  private StructType withoutCorrupt(StructType schema) {
    return new StructType(
        Arrays.stream(schema.fields())
            .filter(field -> !field.name().equals(CsvFormat.corrupt(options)))
            .toArray(StructField[]::new));
  }

  private InputStream stream(PartitionedFile file, Configuration configuration) {
    return isUtf8()
        ? TaskFiles.utf8Stream(file, configuration, TaskFiles.SET_ENCODING)
        : TaskFiles.stream(file, configuration);
  }

  private Iterator<String> lines(PartitionedFile file, Configuration configuration) {
    Charset charset = Charset.forName(options.charset());
    boolean utf8 = isUtf8();
    return TaskFiles.lines(file, options.lineSeparatorInRead(), configuration)
        .map(
            line ->
                utf8
                    ? TaskFiles.utf8(line, file, TaskFiles.SET_ENCODING)
                    : new String(line.getBytes(), 0, line.getLength(), charset));
  }

  private boolean isUtf8() {
    return Charset.forName(options.charset()).equals(StandardCharsets.UTF_8);
  }
}
