/** Studies on one machine: a head and its worker in one process. */
package org.attune.local;
