/** What a study is to do: the study file, read, checked and written. */
package org.attune.spec;
