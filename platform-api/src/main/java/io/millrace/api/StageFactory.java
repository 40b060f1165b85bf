package io.millrace.api;

import io.millrace.api.schema.DatasetType;

/**
 * Offers a stage to pipelines; the ServiceLoader entry ({@code META-INF/services/
 * io.millrace.api.StageFactory}). The options record is the single source for parsing, validation,
 * defaults, JSON Schema and the reference: its components carry the annotations of {@code
 * io.millrace.api.option}. Component types are {@code String}, {@code boolean}, {@code int}, {@code
 * long}, {@code double} and their boxes, enums (written in YAML in lower case with dashes), {@code
 * LogicalType}, records of these, and {@code List}s and {@code Map}s with {@code String} keys of
 * these. A component marked {@code @Nullable} is optional and null when missing.
 *
 * <p>Implementations are public, have a public constructor without parameters, and are stateless.
 */
public interface StageFactory<D, O extends Record> {
  /** Kind prefix, slash, name: {@code transform/impute}. Unique among all factories. */
  String name();

  /** The port that {@link #create} implements. */
  StageKind kind();

  /** The datasets that the stage works on. */
  DatasetType<D> datasetType();

  /** The record that holds the options. */
  Class<O> optionsType();

  /** What the stage does, in one line that ends without a full stop. */
  String help();

  /** A YAML fragment: the {@code with:} map of a typical use, one option a line, no indentation. */
  String example();

  /**
   * Makes the stage. Checks that span options, and that annotations can't express, go here.
   *
   * @throws IllegalArgumentException with a message for the user, if the options contradict each
   *     other
   */
  Stage<D> create(O options);
}
