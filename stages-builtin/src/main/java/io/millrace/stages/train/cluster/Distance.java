package io.millrace.stages.train.cluster;

/** How far two vectors lie apart. */
public enum Distance {
  /** The length of their difference. */
  EUCLIDEAN,
  /** One minus the cosine of the angle between them. */
  COSINE
}
