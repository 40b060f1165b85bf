/** A churn job with a stage of its own. */
package com.example.churn;
