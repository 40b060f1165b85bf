package io.millrace.api.store;

import io.millrace.api.schema.DatasetType;
import java.net.URI;

/** Offers a feature store; a ServiceLoader entry. */
public interface FeatureStoreProvider<D> {
  /** The datasets that the store reads and writes. */
  DatasetType<D> datasetType();

  /** Opens the store at {@code root}; makes nothing before the first publication. */
  FeatureStore<D> open(URI root);
}
