/**
 * Starting a program so that it can be watched, signalled and ended with all that it started. Two ways: a {@link org.attune.trial.process.Launcher}, a Python process that forks
 * and sweeps, and a {@link org.attune.trial.process.Gate} of shells for machines without Python.
 */
package org.attune.trial.process;
