/** What goes on beside what people wait for. */
package org.attune.background;
