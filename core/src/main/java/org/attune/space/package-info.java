/** The search space: parameters, configurations, and the unit cube in which models see them. */
package org.attune.space;
