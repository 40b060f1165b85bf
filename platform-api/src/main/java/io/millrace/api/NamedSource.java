package io.millrace.api;

import io.millrace.api.tracking.Asset;
import java.util.List;
import java.util.Optional;

/**
 * An ingestor that can say where its rows come from, so that the lineage of what is made of them
 * begins there.
 */
public interface NamedSource {
  /**
   * What is read: of data the place as {@link io.millrace.api.tracking.DataPlace} writes it, so
   * that whatever writes there has the same name for it. Never a secret. Asked when the rows were
   * read, or would have been; without a session of an engine.
   *
   * @param version what {@link Ingestor#version} gave; a long one comes in short, as {@link
   *     io.millrace.api.tracking.DataPlace#version} makes it
   * @return empty if the rows come from no place that has a name
   */
  List<Asset> sources(Optional<String> version);
}
