/** The contract of every port as tests that each adapter runs, and contexts for testing a stage. */
@NullMarked
package io.millrace.testkit.contract;

import org.jspecify.annotations.NullMarked;
