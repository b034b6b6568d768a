/** The classes behind remote functions: found and packed at the client, kept by content hash at the head and on workers. */
package org.attune.task.code;
