/** A study as a fold over events: what has happened, what it amounts to, and what follows. No clock, no I/O, no threads. */
package org.attune.study;
