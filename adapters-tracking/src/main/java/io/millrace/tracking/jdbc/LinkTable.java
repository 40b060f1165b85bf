package io.millrace.tracking.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.LinkedRun;
import io.millrace.api.tracking.RunLink;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What runs read and wrote. */
final class LinkTable {
  private static final String ADD =
      """
      INSERT INTO run_link (run, edge, asset, direction, kind, name, version)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, edge) DO NOTHING
      """;
  private static final String COLUMNS =
      "SELECT l.run, l.direction, l.kind, l.name, l.version FROM run_link l";
  private static final String LINKED = COLUMNS + " JOIN run r ON r.run = l.run WHERE ";
  private static final String NEWEST_FIRST =
      " ORDER BY r.started DESC, r.run DESC, l.version LIMIT ?";

  /** More versions than these are not looked up one by one. */
  private static final int FEW_VERSIONS = 200;

  private final SqlSession session;

  LinkTable(SqlSession session) {
    this.session = session;
  }

  void add(String run, Collection<RunLink> links) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (RunLink link : links) {
      Asset asset = link.asset();
      rows.add(
          new Object[] {
            run,
            edge(link),
            asset(link.direction(), asset.kind(), asset.name()),
            text(link.direction()),
            asset.kind().text(),
            asset.name(),
            asset.version()
          });
    }
    session.updateAll(ADD, rows);
  }

  List<RunLink> of(String run) throws SQLException {
    return session.list(COLUMNS + " WHERE l.run = ?", row -> linked(row).link(), run).stream()
        .sorted()
        .toList();
  }

  List<LinkedRun> asked(LinkQuery query) throws SQLException {
    int versions = query.versions().size();
    if (versions > 0 && versions <= FEW_VERSIONS) {
      return byEdges(query);
    }
    return session
        .list(
            LINKED + "l.asset = ?" + NEWEST_FIRST,
            LinkTable::linked,
            asset(query.direction(), query.kind(), query.name()),
            versions == 0 ? query.limit() : Integer.MAX_VALUE)
        .stream()
        .filter(linked -> query.matches(linked.link()))
        .limit(query.limit())
        .toList();
  }

  private List<LinkedRun> byEdges(LinkQuery query) throws SQLException {
    List<Object> arguments = new ArrayList<>();
    for (String version : query.versions()) {
      Asset asset = new Asset(query.kind(), query.name(), version);
      arguments.add(edge(new RunLink(query.direction(), asset)));
    }
    String marks = String.join(", ", Collections.nCopies(arguments.size(), "?"));
    arguments.add(query.limit());
    return session.list(
        LINKED + "l.edge IN (" + marks + ")" + NEWEST_FIRST,
        LinkTable::linked,
        arguments.toArray());
  }

  private static LinkedRun linked(ResultSet row) throws SQLException {
    RunLink.Direction direction =
        RunLink.Direction.valueOf(row.getString("direction").toUpperCase(Locale.ROOT));
    Asset.Kind kind = Asset.Kind.of(row.getString("kind")).orElseThrow();
    Asset asset = new Asset(kind, row.getString("name"), row.getString("version"));
    return new LinkedRun(row.getString("run"), new RunLink(direction, asset));
  }

  private static String text(RunLink.Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }

  private static String asset(RunLink.Direction direction, Asset.Kind kind, String name) {
    return hash(text(direction) + " " + kind.text() + " " + name);
  }

  /** Of the version first, so that no name can be taken for a name with a version. */
  private static String edge(RunLink link) {
    Asset asset = link.asset();
    return hash(
        asset.version().length()
            + " "
            + asset.version()
            + " "
            + asset(link.direction(), asset.kind(), asset.name()));
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
