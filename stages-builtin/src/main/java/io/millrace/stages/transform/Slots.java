package io.millrace.stages.transform;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.attribute.UnresolvedAttribute$;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * Which columns fill which slots of an assembled vector.
 *
 * @param columns the input columns
 * @param widths the slots of each; -1 where only rows tell
 * @param attributes what is known of each slot; empty if a width is unknown
 */
record Slots(List<String> columns, int[] widths, List<Attribute> attributes)
    implements Serializable {
  /**
   * The slots for those columns.
   *
   * @param keep whether a missing vector must be filled, for which its width has to be known
   */
  static Slots of(List<StructField> fields, boolean keep) {
    int[] widths = new int[fields.size()];
    List<Attribute> attributes = new ArrayList<>();
    boolean known = true;
    for (int i = 0; i < widths.length; i++) {
      StructField field = fields.get(i);
      boolean vector = field.dataType().equals(SQLDataTypes.VectorType());
      widths[i] = vector ? AttributeGroup.fromStructField(field).size() : 1;
      if (widths[i] >= 0) {
        attributes.addAll(vector ? ofVector(field) : List.of(ofNumber(field)));
      } else if (keep) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "The vector column '%s' doesn't say how long it is, which handleInvalid: keep needs: use error or skip."
                .formatted(field.name()));
      } else {
        known = false;
      }
    }
    List<String> names = fields.stream().map(StructField::name).toList();
    return new Slots(names, widths, known ? List.copyOf(attributes) : List.of());
  }

  private static Attribute ofNumber(StructField field) {
    // Only doubles carry attributes, as indices do; Spark ML refuses to look at booleans.
    boolean mayCarry = field.dataType().equals(DataTypes.DoubleType);
    Attribute attribute =
        mayCarry ? Attribute.fromStructField(field) : UnresolvedAttribute$.MODULE$;
    return attribute == UnresolvedAttribute$.MODULE$
        ? NumericAttribute.defaultAttr().withName(field.name())
        : attribute.withName(field.name());
  }

  /** Named as Spark ML names them: column, underscore, and the slot's own name or number. */
  private static List<Attribute> ofVector(StructField field) {
    AttributeGroup group = AttributeGroup.fromStructField(field);
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      Attribute attribute =
          group.attributes().isDefined()
              ? group.attributes().get()[i]
              : NumericAttribute.defaultAttr();
      String name = attribute.name().isDefined() ? attribute.name().get() : Integer.toString(i);
      attributes.add(attribute.withName(field.name() + "_" + name));
    }
    return attributes;
  }

  Metadata metadata(String output) {
    return attributes.isEmpty()
        ? Metadata.empty()
        : new AttributeGroup(output, attributes.toArray(Attribute[]::new)).toMetadata();
  }
}
