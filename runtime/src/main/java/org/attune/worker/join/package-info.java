/** How a worker finds its head, joins it, stays, and leaves. */
package org.attune.worker.join;
