package io.millrace.stages.ingest;

import io.millrace.api.Ingestor;
import io.millrace.api.Stage;
import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import io.millrace.spark.api.SparkStageFactory;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What reads files that know no columns, as a table: texts, bytes, and vectors in plain formats.
 */
public final class RawFiles implements StageFamily<Dataset<Row>> {
  /** For ServiceLoader. */
  public RawFiles() {}

  @Override
  public List<StageFactory<Dataset<Row>, ?>> stages() {
    return List.of(
        new Source<>(
            "ingest/text",
            TextFileOptions.class,
            "Reads text files: a row for each line, or for each file",
            """
            path: data/reviews
            wholeFiles: true
            pathColumn: path
            """,
            TextFiles::new),
        new Source<>(
            "ingest/binary",
            BinaryFileOptions.class,
            "Reads files of any kind as they are: a row for each that is not empty",
            "path: data/photos/*.png",
            BinaryFiles::new),
        new Source<>(
            "ingest/idx",
            IdxOptions.class,
            "Reads IDX files, the format of MNIST: a row for each image, and its label beside it",
            """
            path: data/train-images-idx3-ubyte.gz
            labels: data/train-labels-idx1-ubyte.gz
            """,
            IdxFiles::new),
        new Source<>(
            "ingest/libsvm",
            LibsvmOptions.class,
            "Reads LIBSVM files: a label and a sparse vector in each line",
            """
            path: data/a9a.txt
            numFeatures: 123
            """,
            LibsvmFiles::new));
  }

  private static final class Source<O extends Record> extends SparkStageFactory<O> {
    private final Function<O, Ingestor<Dataset<Row>>> ingestor;

    Source(
        String name,
        Class<O> options,
        String help,
        String example,
        Function<O, Ingestor<Dataset<Row>>> ingestor) {
      super(name, options, help, example);
      this.ingestor = ingestor;
    }

    @Override
    public Stage<Dataset<Row>> create(O options) {
      return ingestor.apply(options);
    }
  }
}
