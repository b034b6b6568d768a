package org.attune.head.task;

import org.attune.head.Demand;
import org.attune.head.Tenant;

/** Where tasks get places: the arbiter of the head. */
public interface Tenants {

    /**
     * @param name for people
     * @param mayTryAgain called when {@link Tenant#reserve} was in vain and may not be now
     */
    Tenant open(String name, Demand demand, Runnable mayTryAgain);
}
