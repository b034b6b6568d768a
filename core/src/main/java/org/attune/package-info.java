/** Attune: hyperparameter tuning. */
package org.attune;
