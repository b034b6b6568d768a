/** Remote functions on a worker: where their code lies, who runs them, and what they came to. */
package org.attune.worker.task;
