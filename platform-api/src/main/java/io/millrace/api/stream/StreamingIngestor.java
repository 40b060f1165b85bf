package io.millrace.api.stream;

import io.millrace.api.Ingestor;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Schema;

/** An ingestor whose source can be followed, too: what is added to it arrives in batches. */
public interface StreamingIngestor<D> extends Ingestor<D> {
  /**
   * What is followed, for users and for checkpoints: equal texts, the same source, so that the
   * positions in a checkpoint make sense. It names the kind of source and where it lies, as {@code
   * delta /lake/customers} or {@code kafka orders of broker:9092}, and nothing else: how much is
   * read at once may change between two starts. Never a secret. No session of an engine is needed.
   *
   * @throws io.millrace.api.error.MillraceException INVALID_OPTION, if the options ask for
   *     something that only makes sense when read once, as a fixed version
   */
  String followed();

  /**
   * The rows as they arrive; called once for a stream, on the engine. The frame can only be handed
   * to {@link StreamingEngine#follow}: nothing else runs on it.
   *
   * <p>Its columns are those that the ingestor's options say, else those of the source, else the
   * wanted ones. A record that can't be read as these columns never fails the stream: where there
   * may be such, the frame has the {@link io.millrace.api.QuarantineColumns}, too. {@code
   * _bad_reason} is missing for a good row only. {@code _bad_record} holds the record as it came
   * and {@code _bad_source} where, as precisely as the source knows ({@code orders-3@1234}: topic,
   * partition, offset); both may be set for good rows, and then say so of rows that the model
   * refuses later.
   *
   * <p>Each record arrives once for each position of the source: a batch that is repeated after the
   * process was killed holds the same rows.
   *
   * @param wanted the columns that the model reads, for a source that knows none of its own (a
   *     topic of JSON texts); all of them nullable
   * @throws io.millrace.api.error.MillraceException as {@link #schema} and {@link #read}
   */
  D follow(Schema wanted, StageContext<D> context);
}
