/** The head of a cluster: its workers and what they have, the studies and sessions that share them, and what clients ask. */
package org.attune.head;
