/** Workers run the attempts of a study's trials. They know nothing of studies. */
package org.attune.worker;
