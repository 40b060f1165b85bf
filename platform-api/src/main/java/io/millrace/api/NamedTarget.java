package io.millrace.api;

import io.millrace.api.effect.Receipt;
import io.millrace.api.tracking.Asset;
import java.util.List;

/**
 * A sink or a deployer that can say what it wrote, beside the feature tables, registered versions
 * and outputs that core knows of, so that the lineage goes on there.
 */
public interface NamedTarget {
  /**
   * What lies there now. Never a secret.
   *
   * @param receipt of the work
   */
  List<Asset> targets(Receipt receipt);
}
