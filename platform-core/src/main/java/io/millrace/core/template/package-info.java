/** New projects: a plugin or a pipeline that builds and passes its tests. */
@NullMarked
package io.millrace.core.template;

import org.jspecify.annotations.NullMarked;
