package io.millrace.api;

import java.util.List;

/**
 * Offers stages that are alike, declared as a table over what they share; beside {@link
 * StageFactory} the other ServiceLoader entry ({@code META-INF/services/
 * io.millrace.api.StageFamily}). Each of the factories is treated as if it were listed itself.
 *
 * <p>Implementations are public, have a public constructor without parameters, and are stateless.
 */
public interface StageFamily<D> {
  /** The stages, always the same ones; at least one. */
  List<? extends StageFactory<D, ?>> stages();
}
