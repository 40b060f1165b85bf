/** A stage that clips extreme values to limits learnt from the training rows. */
@NullMarked
package com.example.winsorize;

import org.jspecify.annotations.NullMarked;
