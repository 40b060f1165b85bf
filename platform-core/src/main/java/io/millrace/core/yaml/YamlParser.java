package io.millrace.core.yaml;

import io.millrace.api.error.StandardError;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document into a tree, by the core schema and without any Java type. Size,
 * depth and aliases are limited, so that no file can eat the machine.
 */
public final class YamlParser {
  private static final int MAX_CHARACTERS = 4 << 20;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ALIASES = 100;
  private static final int MAX_NODES = 200_000;
  private static final String TAGS = "tag:yaml.org,2002:";

  private final String source;
  private final ProblemLog problems;
  private final Iterator<Event> events;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int aliases;
  private int nodes;

  private YamlParser(String source, ProblemLog problems, Iterator<Event> events) {
    this.source = source;
    this.problems = problems;
    this.events = events;
  }

  /**
   * The tree of a text; null as a scalar if the text holds no value.
   *
   * @param source stands in positions
   * @param problems gets a DUPLICATE_KEY for every key that a map has twice; the first counts
   * @throws YamlException if the text is no YAML
   */
  public static YamlNode parse(String text, String source, ProblemLog problems)
      throws YamlException {
    if (text.length() > MAX_CHARACTERS) {
      throw new YamlException(
          new Position(source, 1, 1), "the file is larger than " + (MAX_CHARACTERS >> 20) + " MiB");
    }
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    LoadSettings settings =
        LoadSettings.builder().setUseMarks(true).setCodePointLimit(MAX_CHARACTERS).build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(withoutMark).iterator();
      return new YamlParser(source, problems, events).document();
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      throw new YamlException(at(source, mark), sentence(e));
    } catch (YamlEngineException e) {
      throw new YamlException(
          new Position(source, 1, 1), firstLine(String.valueOf(e.getMessage())));
    }
  }

  private static String sentence(MarkedYamlEngineException e) {
    String context = e.getContext();
    String problem = firstLine(e.getProblem());
    return context == null ? problem : problem + " " + firstLine(context);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("the file is no YAML");
  }

  private static Position at(String source, Optional<Mark> mark) {
    return mark.map(m -> new Position(source, m.getLine() + 1, m.getColumn() + 1))
        .orElseGet(() -> new Position(source, 1, 1));
  }

  private Position at(Event event) {
    return at(source, event.getStartMark());
  }

  private YamlNode document() throws YamlException {
    YamlNode root = new YamlNode.Scalar("", false, false, new Position(source, 1, 1));
    boolean found = false;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        case DocumentStart -> {
          if (found) {
            throw new YamlException(at(event), "the file holds a second document");
          }
          found = true;
        }
        default -> root = node(event, 0);
      }
    }
    return root;
  }

  private YamlNode node(Event event, int depth) throws YamlException {
    if (depth > MAX_DEPTH) {
      throw new YamlException(at(event), "more than " + MAX_DEPTH + " levels of nesting");
    }
    int before = nodes;
    count(event, 1);
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    if (event instanceof ScalarEvent scalar) {
      return anchored(scalar.getAnchor(), before, scalar(scalar));
    }
    if (event instanceof SequenceStartEvent start) {
      return anchored(start.getAnchor(), before, sequence(start, depth));
    }
    MappingStartEvent start = (MappingStartEvent) event;
    return anchored(start.getAnchor(), before, mapping(start, depth));
  }

  private YamlNode anchored(
      Optional<org.snakeyaml.engine.v2.common.Anchor> anchor, int before, YamlNode node) {
    anchor.ifPresent(a -> anchors.put(a.getValue(), new Anchored(node, nodes - before)));
    return node;
  }

  private void count(Event event, int more) throws YamlException {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw new YamlException(at(event), "more than " + MAX_NODES + " values");
    }
  }

  private YamlNode alias(AliasEvent alias) throws YamlException {
    String name = alias.getAlias().getValue();
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw new YamlException(at(alias), "there is no anchor '&" + name + "' before this alias");
    }
    if (++aliases > MAX_ALIASES) {
      throw new YamlException(at(alias), "more than " + MAX_ALIASES + " aliases");
    }
    count(alias, anchored.size());
    return anchored.node();
  }

  private YamlNode scalar(ScalarEvent event) throws YamlException {
    return new YamlNode.Scalar(event.getValue(), quoted(event), false, at(event));
  }

  private boolean quoted(ScalarEvent event) throws YamlException {
    Optional<String> tag = event.getTag();
    if (tag.isEmpty()) {
      return !event.isPlain();
    }
    return switch (tag.get()) {
      case "!", TAGS + "str" -> true;
      case TAGS + "int", TAGS + "float", TAGS + "bool", TAGS + "null" -> false;
      default -> throw new YamlException(at(event), "unknown tag '" + tag.get() + "'");
    };
  }

  private YamlNode sequence(SequenceStartEvent start, int depth) throws YamlException {
    refuseTag(start, start.getTag(), TAGS + "seq");
    List<YamlNode> items = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(node(event, depth + 1));
    }
    return new YamlNode.Sequence(items, at(start));
  }

  private YamlNode mapping(MappingStartEvent start, int depth) throws YamlException {
    refuseTag(start, start.getTag(), TAGS + "map");
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      if (!(event instanceof ScalarEvent key)) {
        throw new YamlException(at(event), "a key must be a text");
      }
      anchored(key.getAnchor(), nodes - 1, scalar(key));
      YamlNode value = node(next(), depth + 1);
      if (entries.containsKey(key.getValue())) {
        problems.report(
            at(key), StandardError.DUPLICATE_KEY, "key '" + key.getValue() + "' is given twice");
      } else {
        entries.put(key.getValue(), new YamlNode.Entry(at(key), value));
      }
    }
    return new YamlNode.Mapping(entries, at(start));
  }

  private void refuseTag(Event event, Optional<String> tag, String allowed) throws YamlException {
    if (tag.isPresent() && !tag.get().equals(allowed) && !tag.get().equals("!")) {
      throw new YamlException(at(event), "unknown tag '" + tag.get() + "'");
    }
  }

  private Event next() {
    Event event = events.next();
    return event.getEventId() == Event.ID.Comment ? next() : event;
  }

  private record Anchored(YamlNode node, int size) {}
}
