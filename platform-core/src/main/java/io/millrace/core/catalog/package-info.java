/**
 * The stages that can be used, where each comes from, and what a user meant who named none of them.
 */
@NullMarked
package io.millrace.core.catalog;

import org.jspecify.annotations.NullMarked;
