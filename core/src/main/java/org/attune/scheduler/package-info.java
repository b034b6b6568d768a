/** How long a trial runs: what a free slot does next, and what a report leads to. */
package org.attune.scheduler;
