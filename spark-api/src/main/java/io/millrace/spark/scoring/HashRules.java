package io.millrace.spark.scoring;

import static io.millrace.api.scoring.ScoringFunction.*;

import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Crc32;
import org.apache.spark.sql.catalyst.expressions.Md5;
import org.apache.spark.sql.catalyst.expressions.Murmur3Hash;
import org.apache.spark.sql.catalyst.expressions.Sha1;
import org.apache.spark.sql.catalyst.expressions.Sha2;
import org.apache.spark.sql.catalyst.expressions.XxHash64;

/** Hashes and digests. */
final class HashRules {
  private HashRules() {}

  static void addTo(RuleTable table) {
    table.rule(
        Murmur3Hash.class,
        HASH,
        (e, trees) -> RuleTable.optioned(HASH, e, trees, Map.of("seed", String.valueOf(e.seed()))));
    table.rule(
        XxHash64.class,
        XXHASH64,
        (e, trees) ->
            RuleTable.optioned(XXHASH64, e, trees, Map.of("seed", String.valueOf(e.seed()))));
    table.plain(Md5.class, MD5);
    table.plain(Sha1.class, SHA1);
    table.plain(Sha2.class, SHA2);
    table.plain(Crc32.class, CRC32);
  }
}
