/** What head, workers and clients say to each other, and how it gets there. */
package org.attune.wire;
