/** Values, functions and errors as bytes, which are read only as far as a list of classes allows. */
package org.attune.task.value;
