package io.millrace.api.effect;

import java.util.Map;

/**
 * What a sink or a deployer did, in its own words: kept in the journal, given back to the stage,
 * and shown to the user. Never a secret.
 *
 * @param facts for instance {@code table: telco, version: 3}
 */
public record Receipt(Map<String, String> facts) {
  public Receipt {
    facts = Map.copyOf(facts);
  }
}
