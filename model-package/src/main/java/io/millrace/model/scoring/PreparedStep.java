package io.millrace.model.scoring;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;

/** A step of a package that an operator is to run: its parameters, and where the values lie. */
public interface PreparedStep {
  /** The parameters and arrays. */
  StepParams params();

  /** The number of input columns. */
  int inputs();

  /** An input column. */
  Column input(int index);

  /** The slot of an input column. */
  int inputSlot(int index);

  /** The number of output columns. */
  int outputs();

  /** An output column. */
  Column output(int index);

  /** The slot of an output column. */
  int outputSlot(int index);

  /** A slot for a value in between. */
  int newSlot();

  /** The type of an input column. */
  default LogicalType inputType(int index) {
    return input(index).type();
  }
}
