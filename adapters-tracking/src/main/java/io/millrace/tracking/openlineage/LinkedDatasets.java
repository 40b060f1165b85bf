package io.millrace.tracking.openlineage;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunLink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Links of a run, one for each thing: to consumers a dataset is its name, and a stream writes a
 * version with each batch.
 */
final class LinkedDatasets {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final Map<RunLink, String> versions = new LinkedHashMap<>();

  /** Adds links; whether any of them is new, or in a later version. */
  boolean add(Collection<RunLink> more) {
    boolean isNew = false;
    for (RunLink link : more) {
      Asset asset = link.asset();
      RunLink thing = new RunLink(link.direction(), new Asset(asset.kind(), asset.name(), ""));
      String before = versions.get(thing);
      if (before == null || isLater(asset.version(), before)) {
        versions.put(thing, asset.version());
        isNew = true;
      }
    }
    return isNew;
  }

  /** Of numbers the larger one is later, of other versions the one that was noted later. */
  private static boolean isLater(String version, String before) {
    return NUMBER.matcher(version).matches() && NUMBER.matcher(before).matches()
        ? Long.parseLong(version) > Long.parseLong(before)
        : !version.isEmpty() && !version.equals(before);
  }

  /** What was read before what was written, then by kind and name. */
  List<RunLink> all() {
    List<RunLink> all = new ArrayList<>();
    versions.forEach(
        (thing, version) ->
            all.add(
                new RunLink(
                    thing.direction(),
                    new Asset(thing.asset().kind(), thing.asset().name(), version))));
    all.sort(null);
    return all;
  }
}
