/** Values that follow from a configuration by an expression, given to trials beside it and never searched. */
package org.attune.space.derived;
