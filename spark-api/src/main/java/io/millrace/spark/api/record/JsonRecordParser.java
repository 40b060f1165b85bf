package io.millrace.spark.api.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.schema.LogicalType;
import io.millrace.spark.api.Schemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonParser;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads the text of one object by Spark's parser, and says what is wrong where that fails. Not
 * thread-safe, as Spark's is not.
 */
public final class JsonRecordParser {
  /** A message holds no more of a value than this. */
  private static final int SHOWN = 100;

  private static final Seq<Filter> NO_FILTERS =
      CollectionConverters.asScala(List.<Filter>of()).toSeq();

  private final StructType schema;
  private final JSONOptions options;
  private final boolean rescues;
  private final Set<String> names;
  private final com.fasterxml.jackson.core.JsonFactory json;
  private final ObjectMapper mapper;
  private final JacksonParser whole;

  /**
   * A parser.
   *
   * @param schema the columns
   * @param rescues whether fields that are no columns, and values of another type, are kept as JSON
   */
  public JsonRecordParser(StructType schema, JSONOptions options, boolean rescues) {
    this.schema = schema;
    this.options = options;
    this.rescues = rescues;
    names = Set.of(schema.fieldNames());
    json = options.buildJsonFactory();
    mapper =
        new ObjectMapper(json)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    whole = parser(schema);
  }

  /**
   * What a record holds.
   *
   * @param row the values that could be read; null if none could
   * @param reason what is wrong with it; null if it is good
   * @param unknown names of fields that are no columns
   * @param rest those fields, and values of another type, as JSON; null if there are none
   */
  public record Parsed(
      @Nullable InternalRow row,
      @Nullable String reason,
      List<String> unknown,
      @Nullable String rest) {
    /** What was not read. */
    public static final Parsed NOTHING = new Parsed(null, null, List.of(), null);

    /** The value of a column, as Spark holds it inside; null where it is missing. */
    public @Nullable Object value(int index, DataType type) {
      return row == null || row.isNullAt(index) ? null : row.get(index, type);
    }
  }

  /** How Spark's parser reads values, by the session's settings. */
  public static JSONOptions options() {
    return new JSONOptions(
        scala.collection.immutable.Map.from(CollectionConverters.asScala(Map.<String, String>of())),
        SQLConf.get().sessionLocalTimeZone(),
        "");
  }

  /** Where a column stands in the rows. */
  public int index(String column) {
    return schema.fieldIndex(column);
  }

  private JacksonParser parser(StructType columns) {
    return new JacksonParser(columns, options, false, NO_FILTERS);
  }

  /** Reads a record. */
  public Parsed parse(JsonRecord record) {
    if (record.broken() != null) {
      return new Parsed(null, record.broken(), List.of(), null);
    }
    String text = record.text();
    TopLevel seen = new TopLevel();
    try {
      InternalRow row = parse(whole, text, seen);
      if (seen.trailing()) {
        return bad(null, text);
      }
      return new Parsed(row, null, seen.unknown(), rescues ? rest(text, seen.unknown()) : null);
    } catch (Exception e) { // BadRecordException is checked, but Scala does not declare it.
      InternalRow[] partial =
          e instanceof BadRecordException bad ? bad.partialResults().apply() : new InternalRow[0];
      return bad(partial.length == 0 ? null : partial[0], text);
    }
  }

  private InternalRow parse(JacksonParser parser, String text, TopLevel seen) {
    return parser
        .parse(text, (factory, t) -> seen.watching(factory, t), UTF8String::fromString)
        .iterator()
        .next();
  }

  private Parsed bad(@Nullable InternalRow partial, String text) {
    JsonNode tree;
    try {
      tree = mapper.readTree(text);
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      return new Parsed(null, "it is no JSON from character " + at + " on", List.of(), null);
    }
    if (!(tree instanceof ObjectNode object)) {
      return new Parsed(null, "it is no JSON object", List.of(), null);
    }
    List<StructField> unfit = unfit(object);
    List<String> unknown = unknown(object);
    if (rescues) {
      Set<String> rescued = new LinkedHashSet<>(unknown);
      unfit.forEach(field -> rescued.add(field.name()));
      return new Parsed(partial, null, unknown, object.retain(rescued).toString());
    }
    return new Parsed(partial, reason(object, unfit), unknown, null);
  }

  private static String reason(ObjectNode object, List<StructField> unfit) {
    if (unfit.isEmpty()) {
      return "it can't be read";
    }
    StructField field = unfit.get(0);
    String type =
        Schemas.logicalType(field.dataType())
            .map(LogicalType::text)
            .orElse(field.dataType().simpleString());
    return "column '"
        + field.name()
        + "' holds "
        + shown(String.valueOf(object.get(field.name())))
        + ", which is no "
        + type;
  }

  private static String shown(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
  }

  /** The columns whose values are not of their type, each found by a parser of its own. */
  private List<StructField> unfit(ObjectNode object) {
    List<StructField> unfit = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (object.has(field.name())) {
        ObjectNode alone = mapper.createObjectNode().set(field.name(), object.get(field.name()));
        try {
          parse(
              parser(new StructType(new StructField[] {field})), alone.toString(), new TopLevel());
        } catch (Exception e) { // See above.
          unfit.add(field);
        }
      }
    }
    return unfit;
  }

  private List<String> unknown(ObjectNode object) {
    List<String> unknown = new ArrayList<>();
    object.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(names);
    return unknown;
  }

  private @Nullable String rest(String text, List<String> unknown) {
    if (unknown.isEmpty()) {
      return null;
    }
    try {
      return ((ObjectNode) mapper.readTree(text)).retain(unknown).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // It was parsed before.
    }
  }

  /** What Spark's parser passes by: fields that are no columns, and what stands behind. */
  private final class TopLevel {
    private final Set<String> unknown = new LinkedHashSet<>();
    private boolean trailing;

    JsonParser watching(com.fasterxml.jackson.core.JsonFactory factory, String text) {
      try {
        return new Watch(factory.createParser(text));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    List<String> unknown() {
      return List.copyOf(unknown);
    }

    boolean trailing() {
      return trailing;
    }

    private final class Watch extends com.fasterxml.jackson.core.util.JsonParserDelegate {
      Watch(JsonParser parser) {
        super(parser);
      }

      @Override
      public JsonParser skipChildren() throws IOException {
        // Asked at the name, and again at the value, of a field that is no column.
        if (currentToken() == JsonToken.FIELD_NAME
            && getParsingContext().getParent().inRoot()
            && !names.contains(currentName())) {
          unknown.add(currentName());
        }
        return super.skipChildren();
      }

      @Override
      public void close() throws IOException {
        if (currentToken() == JsonToken.END_OBJECT && getParsingContext().inRoot()) {
          try {
            trailing = nextToken() != null;
          } catch (JsonProcessingException e) {
            trailing = true;
          }
        }
        super.close();
      }
    }
  }
}
