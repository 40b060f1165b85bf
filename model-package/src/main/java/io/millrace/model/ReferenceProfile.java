package io.millrace.model;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.profile.ColumnProfile;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code profile.json} of a package, which later data is compared with.
 *
 * @param inputs what the columns held that the package takes, of all rows of the frame that it
 *     starts at
 * @param predictionsOrNull what the model predicted for the rows that it was judged by; null if it
 *     was judged on folds, or not at all
 */
public record ReferenceProfile(FrameProfile inputs, @Nullable FrameProfile predictionsOrNull) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What the model predicted for the rows that it was judged by. */
  public Optional<FrameProfile> predictions() {
    return Optional.ofNullable(predictionsOrNull);
  }

  /** Writes the file. */
  public void write(Path file) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.set("inputs", json(inputs));
    predictions().ifPresent(profile -> root.set("predictions", json(profile)));
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MillraceException PACKAGE_CORRUPT
   */
  public static ReferenceProfile read(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      return new ReferenceProfile(
          profile(root.path("inputs")),
          root.has("predictions") ? profile(root.path("predictions")) : null);
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new MillraceException(
          PACKAGE_CORRUPT,
          "%s can't be read: %s."
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private static ObjectNode json(FrameProfile profile) {
    ObjectNode root = JSON.createObjectNode();
    root.put("rows", profile.rows());
    ArrayNode columns = root.putArray("columns");
    profile.columns().forEach(column -> columns.add(json(column)));
    return root;
  }

  private static ObjectNode json(ColumnProfile column) {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", column.column());
    json.put("type", column.type().text());
    json.put("missing", column.missing());
    json.put("distinct", column.distinct());
    json.set("min", ValueJson.write(column.type(), column.leastOrNull()));
    json.set("max", ValueJson.write(column.type(), column.greatestOrNull()));
    column
        .numbers()
        .ifPresent(
            numbers -> {
              json.set("mean", ValueJson.write(Simple.DOUBLE, numbers.mean()));
              json.set("deviation", ValueJson.write(Simple.DOUBLE, numbers.deviation()));
              ArrayNode quantiles = json.putArray("quantiles");
              numbers.quantiles().forEach(q -> quantiles.add(ValueJson.write(Simple.DOUBLE, q)));
            });
    ArrayNode frequent = json.putArray("frequent");
    for (ColumnProfile.Frequent value : column.frequent()) {
      ObjectNode each = frequent.addObject();
      each.set("value", ValueJson.write(column.type(), value.value()));
      each.put("count", value.count());
    }
    return json;
  }

  private static FrameProfile profile(JsonNode root) {
    List<ColumnProfile> columns = new ArrayList<>();
    root.path("columns").forEach(column -> columns.add(column(column)));
    return new FrameProfile(root.path("rows").longValue(), columns);
  }

  private static ColumnProfile column(JsonNode json) {
    LogicalType type = LogicalType.parse(json.path("type").asText());
    List<ColumnProfile.Frequent> frequent = new ArrayList<>();
    for (JsonNode each : json.path("frequent")) {
      Object value = ValueJson.read(type, each.path("value"));
      if (value != null) {
        frequent.add(new ColumnProfile.Frequent(value, each.path("count").longValue()));
      }
    }
    return new ColumnProfile(
        json.path("name").asText(),
        type,
        json.path("missing").longValue(),
        json.path("distinct").longValue(),
        ValueJson.read(type, json.path("min")),
        ValueJson.read(type, json.path("max")),
        json.has("mean") ? numbers(json) : null,
        frequent);
  }

  private static ColumnProfile.Numbers numbers(JsonNode json) {
    List<Double> quantiles = new ArrayList<>();
    json.path("quantiles").forEach(quantile -> quantiles.add(number(quantile)));
    return new ColumnProfile.Numbers(
        number(json.path("mean")), number(json.path("deviation")), quantiles);
  }

  private static double number(JsonNode json) {
    Object value = ValueJson.read(Simple.DOUBLE, json);
    if (value == null) {
      throw new IllegalArgumentException("a figure is null");
    }
    return (Double) value;
  }
}
