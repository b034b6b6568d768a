/** Interpreters, virtual environments and the client {@code attune.py}. */
package org.attune.trial.python;
