/** The head's part in remote functions: sessions of clients, whose tasks flow to slots on workers, and results back. */
package org.attune.head.task;
