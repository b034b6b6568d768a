/** The loop that drives a study: takes signals from a {@link org.attune.tuner.TrialRunner}, writes the journal, gives commands. */
package org.attune.tuner;
