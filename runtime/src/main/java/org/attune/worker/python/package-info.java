/** Python functions that are called from far away, in processes that are warm: {@code start/calls.py} is their side of it. */
package org.attune.worker.python;
