/** The studies of a cluster: each runs at the head as it would run by itself, is followed by clients, and is found again by the next head. */
package org.attune.head.hosting;
