package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that runs read and write, in one of its versions: a node of the lineage.
 *
 * @param kind what it is
 * @param name of data its place as a URI without credentials, of a feature table and of a model its
 *     name, of a deployment its address
 * @param version as what made it counts them, for a model and a feature table a number; empty where
 *     it has none that is known
 */
public record Asset(Kind kind, String name, String version) {
  public Asset {
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
    requireNonNull(version, "version is null");
  }

  /** What an asset is. */
  public enum Kind {
    /** Files, a table or a topic, read or written. */
    DATA,
    /** A feature table of the home. */
    FEATURES,
    /** A registered model. */
    MODEL,
    /** Where a model answers: a server, or manifests for one. */
    DEPLOYMENT;

    /** As users and JSON see it: {@code features}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}; empty if there is no such kind. */
    public static Optional<Kind> of(String text) {
      return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
  }

  /** A version of a registered model. */
  public static Asset model(String name, int version) {
    return new Asset(Kind.MODEL, name, Integer.toString(version));
  }

  /**
   * Data in a version.
   *
   * @param place as {@link DataPlace} names it
   * @param version empty if it is not known
   */
  public static Asset data(String place, String version) {
    return new Asset(Kind.DATA, place, version);
  }

  /**
   * Where a model answers.
   *
   * @param address of a server, or the place of manifests
   */
  public static Asset deployment(String address) {
    return new Asset(Kind.DEPLOYMENT, address, "");
  }

  /** A version of a feature table. */
  public static Asset features(String table, long version) {
    return new Asset(Kind.FEATURES, table, Long.toString(version));
  }
}
