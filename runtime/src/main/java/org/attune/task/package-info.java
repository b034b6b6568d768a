/** Remote functions: calls that run somewhere on a cluster. {@link org.attune.task.Cluster} is where to begin. */
package org.attune.task;
