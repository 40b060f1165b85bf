package io.millrace.storage.delta;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.execution.metric.SQLMetric;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** How the log names a merge of ours: by Delta's word, with our note in its user metadata. */
final class MergeByKeys extends DeltaOperations.Merge {
  private final String note;

  MergeByKeys(String note) {
    super(
        Option.<Expression>empty(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        none(),
        none(),
        none());
    this.note = note;
  }

  private static <T> Seq<T> none() {
    return CollectionConverters.asScala(List.<T>of()).toSeq();
  }

  @Override
  public Option<String> userMetadata() {
    return Option.apply(note);
  }

  /** Delta's own merge counts rows by what became of them; ours leaves its figures in the note. */
  @Override
  public Map<String, String> transformMetrics(Map<String, SQLMetric> metrics) {
    return Map$.MODULE$.empty();
  }
}
