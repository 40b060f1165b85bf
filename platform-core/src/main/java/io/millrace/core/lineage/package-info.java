/** What was made of what: data, feature tables, runs, models, deployments and predictions. */
@NullMarked
package io.millrace.core.lineage;

import org.jspecify.annotations.NullMarked;
