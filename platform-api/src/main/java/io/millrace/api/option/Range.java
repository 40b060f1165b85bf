package io.millrace.api.option;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The numbers that an option may take, bounds included unless said otherwise; for lists and maps:
 * their values.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /** The smallest value. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest value. */
  double max() default Double.POSITIVE_INFINITY;

  /** Whether {@link #min} itself is out of range. */
  boolean minExclusive() default false;

  /** Whether {@link #max} itself is out of range. */
  boolean maxExclusive() default false;
}
