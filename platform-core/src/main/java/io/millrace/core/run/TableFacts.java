package io.millrace.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.EvaluationTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tables as facts of a stage: {@code table:NAME}, with JSON of the columns and rows; {@code
 * curve:NAME} for those that are to be drawn.
 */
public final class TableFacts {
  private static final String TABLE = "table:";
  private static final String CURVE = "curve:";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<List<String>>> TEXTS = new TypeReference<>() {};

  private TableFacts() {}

  /** Whether a fact of that name is a table or a curve, and no text for people. */
  public static boolean isTable(String fact) {
    return fact.startsWith(TABLE) || fact.startsWith(CURVE);
  }

  /** The facts that are tables or curves. */
  static Map<String, String> among(Map<String, String> facts) {
    Map<String, String> found = new LinkedHashMap<>(facts);
    found.keySet().removeIf(name -> !isTable(name));
    return found;
  }

  /** Facts that {@link #read} gives back: the titles are the first row. */
  static Map<String, String> write(List<EvaluationTable> tables) {
    return write(TABLE, tables);
  }

  /** Facts that {@link #readCurves} gives back. */
  static Map<String, String> writeCurves(List<EvaluationTable> curves) {
    return write(CURVE, curves);
  }

  private static Map<String, String> write(String prefix, List<EvaluationTable> tables) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (EvaluationTable table : tables) {
      List<List<String>> lines = new ArrayList<>();
      lines.add(table.columns());
      lines.addAll(table.rows());
      try {
        facts.put(prefix + table.name(), JSON.writeValueAsString(lines));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("no JSON: " + table, e);
      }
    }
    return facts;
  }

  /** The tables among facts, in the order of their names; one that can't be read is left out. */
  public static List<EvaluationTable> read(Map<String, String> facts) {
    return read(TABLE, facts);
  }

  /** The curves among facts, in the order of their names; one that can't be read is left out. */
  public static List<EvaluationTable> readCurves(Map<String, String> facts) {
    return read(CURVE, facts);
  }

  private static List<EvaluationTable> read(String prefix, Map<String, String> facts) {
    List<EvaluationTable> tables = new ArrayList<>();
    new TreeMap<>(facts)
        .forEach(
            (name, text) -> {
              if (name.startsWith(prefix)) {
                List<List<String>> lines = lines(text);
                if (!lines.isEmpty()) {
                  tables.add(
                      new EvaluationTable(
                          name.substring(prefix.length()),
                          lines.get(0),
                          lines.subList(1, lines.size())));
                }
              }
            });
    return tables;
  }

  private static List<List<String>> lines(String text) {
    try {
      return JSON.readValue(text, TEXTS);
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }
}
