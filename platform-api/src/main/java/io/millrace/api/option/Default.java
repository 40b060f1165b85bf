package io.millrace.api.option;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value that a missing option takes, as it would stand in YAML. An option with neither this nor
 * {@code @Nullable} is required.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /** YAML text: {@code true}, {@code 0.5}, {@code []}, {@code mean}. */
  String value();
}
