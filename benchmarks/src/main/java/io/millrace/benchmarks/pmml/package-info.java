/** The pipelines of {@code benchmarks/run scoring} as PMML, run by JPMML-Evaluator. */
@NullMarked
package io.millrace.benchmarks.pmml;

import org.jspecify.annotations.NullMarked;
