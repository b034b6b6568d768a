/** Trials of Java trainables as processes: how they are started, and what they see. */
package org.attune.trial.java;
