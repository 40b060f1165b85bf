package io.millrace.api.option;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** At most one of the named options may be given; on the options record. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Exclusive.List.class)
public @interface Exclusive {
  /** Names of options. */
  String[] value();

  /** Whether one of them must be given. */
  boolean oneRequired() default false;

  /** Several such groups on one record. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface List {
    /** The groups. */
    Exclusive[] value();
  }
}
