package io.millrace.tracking.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunLink.Direction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run read and wrote, as tags. Their names are what is searched for, so they hold hashes of
 * what may be long or have letters that the server refuses: {@code
 * millrace.link.DIRECTION.KIND.N.V} tells a link, {@code millrace.asset.DIRECTION.KIND.N} that
 * there is one, in whatever version.
 */
final class LinkTags {
  private static final String LINK = Keys.OURS + "link.";
  private static final String ASSET = Keys.OURS + "asset.";
  private static final int HASH_DIGITS = 24;

  /** In the name of the first tag of a link; those that go on with it have one more. */
  private static final int DOTS = 5;

  private LinkTags() {}

  /** The tags of links. */
  static Map<String, String> of(Collection<RunLink> links) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (RunLink link : links) {
      Asset asset = link.asset();
      tags.put(key(link.direction(), asset.kind(), asset.name()), "true");
      String value =
          JsonNodeFactory.instance
              .objectNode()
              .put("direction", text(link.direction()))
              .put("kind", asset.kind().text())
              .put("version", asset.version())
              .put("name", asset.name())
              .toString();
      Chunks.put(tags, key(link), value);
    }
    return tags;
  }

  /** The links that tags tell, sorted. */
  static List<RunLink> links(Map<String, String> tags) {
    return tags.keySet().stream()
        .filter(key -> key.startsWith(LINK))
        .filter(key -> key.chars().filter(c -> c == '.').count() == DOTS)
        .map(key -> link(Texts.tree(Chunks.get(tags, key))))
        .sorted()
        .toList();
  }

  private static RunLink link(JsonNode node) {
    Asset asset =
        new Asset(
            Asset.Kind.of(node.path("kind").asText()).orElseThrow(),
            node.path("name").asText(),
            node.path("version").asText());
    return new RunLink(
        Direction.valueOf(node.path("direction").asText().toUpperCase(Locale.ROOT)), asset);
  }

  /** The tag of all runs with a link to something, in whatever version. */
  static String key(Direction direction, Asset.Kind kind, String name) {
    return ASSET + place(direction, kind, name);
  }

  /** The tag of all runs with this link. */
  static String key(RunLink link) {
    Asset asset = link.asset();
    return LINK + place(link.direction(), asset.kind(), asset.name()) + "." + hash(asset.version());
  }

  private static String place(Direction direction, Asset.Kind kind, String name) {
    return text(direction) + "." + kind.text() + "." + hash(name);
  }

  private static String text(Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }

  private static String hash(String text) {
    return Keys.hash(text).substring(0, HASH_DIGITS);
  }
}
