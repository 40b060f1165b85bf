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

  /** What is new about links. */
  enum News {
    /** Nothing. */
    NONE,
    /** Data that were linked before have a later version, as with each batch of a stream. */
    LATER_DATA,
    /** Something else: a thing that was not linked before, or another version of a model. */
    OTHER
  }

  /** Adds links, and says what is new about them. */
  News add(Collection<RunLink> more) {
    News news = News.NONE;
    for (RunLink link : more) {
      Asset asset = link.asset();
      RunLink thing = new RunLink(link.direction(), new Asset(asset.kind(), asset.name(), ""));
      String before = versions.get(thing);
      if (before == null || isLater(asset, before)) {
        versions.put(thing, asset.version());
        boolean data = asset.kind() == Asset.Kind.DATA || asset.kind() == Asset.Kind.FEATURES;
        boolean other = before == null || !data || news == News.OTHER;
        news = other ? News.OTHER : News.LATER_DATA;
      }
    }
    return news;
  }

  /**
   * Of data's numbers the larger one is later; of other versions the one that was noted later: an
   * alias may move back to an earlier model.
   */
  private static boolean isLater(Asset asset, String before) {
    String version = asset.version();
    boolean counted =
        asset.kind() != Asset.Kind.MODEL
            && NUMBER.matcher(version).matches()
            && NUMBER.matcher(before).matches();
    return counted
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
