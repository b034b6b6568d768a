/** What people and scripts read of a study: rows, the best trial, its status, as tables, CSV or JSON. Derived from the journal alone. */
package org.attune.analysis;
