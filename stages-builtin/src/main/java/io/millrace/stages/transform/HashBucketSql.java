package io.millrace.stages.transform;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers categories by xxHash64 of their text, modulo the buckets. */
final class HashBucketSql implements ColumnSql {
  private final HashBucketOptions options;
  private final ColumnPairs pairs;

  HashBucketSql(HashBucketOptions options) {
    this.options = options;
    this.pairs = ColumnPairs.of(options.columns(), options.outputs(), options.suffix(), "_bucket");
  }

  @Override
  public List<String> inputs() {
    return pairs.inputs();
  }

  @Override
  public Map<String, String> expressions() {
    Map<String, String> expressions = new LinkedHashMap<>();
    pairs.outputs().forEach((input, output) -> expressions.put(output, bucket(input)));
    return expressions;
  }

  private String bucket(String column) {
    return "CASE WHEN %1$s IS NOT NULL THEN CAST(pmod(xxhash64(CAST(%1$s AS STRING)), %2$dL) AS INT) END"
        .formatted(Columns.quote(column), options.buckets());
  }

  @Override
  public List<Column> outputs(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        inputs(),
        FittedCodes::accepts,
        "transform/hash-bucket takes strings, booleans and numbers",
        problems);
    return pairs.outputs().values().stream()
        .map(name -> Column.nullable(name, Simple.INT))
        .toList();
  }
}
