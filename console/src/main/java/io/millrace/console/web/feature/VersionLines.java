package io.millrace.console.web.feature;

import io.millrace.api.store.FeatureVersion;
import io.millrace.console.chart.Texts;
import io.millrace.console.web.Link;
import io.millrace.console.web.Moments;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;

/** Versions of tables as people read them. */
public final class VersionLines {
  private final Moments moments;

  VersionLines(ZoneId zone) {
    this.moments = new Moments(zone);
  }

  /**
   * A version.
   *
   * @param run that made it; empty if none did
   * @param runAddress empty if no run did
   * @param facts further figures by name
   */
  public record Line(
      long version,
      Moments.Moment time,
      String operation,
      String run,
      String runAddress,
      Map<String, String> facts) {}

  /** A version. */
  Line line(FeatureVersion version) {
    Map<String, String> facts = new TreeMap<>();
    version.facts().forEach((name, value) -> facts.put(name, Texts.cell(value)));
    return new Line(
        version.version(),
        moments.of(version.time()),
        version.operation(),
        version.run(),
        version.run().isEmpty() ? "" : Link.to("runs", version.run()).toString(),
        facts);
  }
}
