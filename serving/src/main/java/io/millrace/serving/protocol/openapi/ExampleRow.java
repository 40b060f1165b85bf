package io.millrace.serving.protocol.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.profile.ColumnProfile;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.PackagePart;
import io.millrace.model.ReferenceProfile;
import io.millrace.model.ValueJson;
import io.millrace.serving.model.ServedModel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row to try a model with. Each column holds what was usual where the model comes from, as the
 * package's profile tells: a model that refuses values that it never saw takes it. It is no row
 * that was there, and holds no text that few rows had: who may call a model may not see whose rows
 * it comes from.
 *
 * @param row the values by column
 */
record ExampleRow(ObjectNode row) {
  /** So many rows at least share a text that is shown. */
  private static final long SHARED_BY = 10;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The row of a model, made once. */
  static ObjectNode of(ServedModel model) {
    return model.derived(ExampleRow.class, ExampleRow::make).row().deepCopy();
  }

  private static ExampleRow make(ServedModel model) {
    Map<String, ColumnProfile> profiles = new HashMap<>();
    profile(model).forEach(profile -> profiles.put(profile.column(), profile));
    ObjectNode row = NODES.objectNode();
    for (Column column : model.inputs()) {
      row.set(
          column.name(),
          Optional.ofNullable(profiles.get(column.name()))
              .filter(profile -> profile.type().equals(column.type()))
              .flatMap(ExampleRow::usual)
              .orElseGet(() -> JsonTypes.example(column.type())));
    }
    return new ExampleRow(row);
  }

  private static List<ColumnProfile> profile(ServedModel model) {
    try {
      return model
          .modelPackage()
          .part(PackagePart.PROFILE)
          .map(ReferenceProfile::read)
          .map(ReferenceProfile::inputs)
          .map(FrameProfile::columns)
          .orElse(List.of());
    } catch (MillraceException e) {
      // The model predicts without its profile too.
      return List.of();
    }
  }

  private static Optional<JsonNode> usual(ColumnProfile profile) {
    Optional<JsonNode> median = profile.numbers().flatMap(n -> median(profile.type(), n));
    return median.isPresent()
        ? median
        : profile.frequent().stream()
            .findFirst()
            .filter(value -> value.count() >= SHARED_BY)
            .map(value -> ValueJson.write(profile.type(), value.value()));
  }

  private static Optional<JsonNode> median(LogicalType type, ColumnProfile.Numbers numbers) {
    List<Double> quantiles = numbers.quantiles();
    if (quantiles.isEmpty() || !Double.isFinite(quantiles.get(quantiles.size() / 2))) {
      return Optional.empty();
    }
    double median = quantiles.get(quantiles.size() / 2);
    if (type == Simple.INT || type == Simple.LONG) {
      return Optional.of(NODES.numberNode((long) median));
    }
    if (type instanceof DecimalOf decimal) {
      BigDecimal scaled =
          BigDecimal.valueOf(median).setScale(decimal.scale(), RoundingMode.HALF_UP);
      return Optional.of(NODES.numberNode(scaled));
    }
    return type == Simple.FLOAT || type == Simple.DOUBLE
        ? Optional.of(NODES.numberNode(median))
        : Optional.empty();
  }
}
