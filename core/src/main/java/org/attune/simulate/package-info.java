/** Studies in virtual time: the real planner, with workers and an objective that cost nothing. */
package org.attune.simulate;
