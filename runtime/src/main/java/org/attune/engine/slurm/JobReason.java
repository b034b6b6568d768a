package org.attune.engine.slurm;

import java.util.regex.Pattern;

/** Why a job waits, in kinds of Slurm's reasons: there are some two hundred of them, of which most are limits. The first that matches counts. */
public enum JobReason {
    NONE(Outlook.COMES, "(None|NoReason|\\(null\\))?", "Slurm has not looked at it yet"),
    PRIORITY(Outlook.COMES, "Priority", "other jobs go first"),
    RESOURCES(Outlook.COMES, "Resources|NodesBusy|SchedDefer|Prolog|Cleaning.*", "its nodes are not free yet"),
    DEPENDENCY_NEVER(
            Outlook.NEVER, "DependencyNeverSatisfied", "the job that it waits for ended otherwise than it asked"),
    DEPENDENCY(Outlook.COMES, "Dependency", "another job has to end first"),
    BEGIN_TIME(Outlook.COMES, "BeginTime", "it is not to begin yet"),
    HELD_BY_USER(Outlook.HELD, "JobHeldUser", "its user holds it; 'scontrol release' lets it go"),
    HELD_BY_ADMIN(Outlook.HELD, "JobHeldAdmin", "an administrator holds it"),
    HELD_AFTER_FAILURES(
            Outlook.HELD, "JobHoldMaxRequeue|.*requeued[_ ]held.*|JobLaunchFailure", "it failed to start, and is held"),
    RESERVATION(Outlook.COMES, "Reservation", "its reservation has not begun"),
    RESERVATION_GONE(Outlook.NEVER, "ReservationDeleted", "its reservation is gone"),
    NODES_NOT_AVAILABLE(
            Outlook.COMES,
            "ReqNodeNotAvail.*|Nodes[_ ]required.*|NodeDown|FrontEndDown",
            "nodes that it needs are down, drained or reserved"),
    PARTITION_DOWN(Outlook.COMES, "PartitionDown|PartitionInactive", "its partition takes no jobs now"),
    PARTITION_LIMIT(
            Outlook.NEVER,
            "PartitionTimeLimit|PartitionNodeLimit",
            "it asks for more time or nodes than its partition has"),
    ARRAY_LIMIT(Outlook.OWN_LIMIT, "JobArrayTaskLimit", "as many tasks of its array run as may at once"),
    LIMIT_OF_A_JOB(
            Outlook.NEVER,
            "(QOS|Assoc)Max\\w*(PerJob|PerNode|WallDuration)\\w*|QOSMin\\w*|MaxMemPerLimit|(QOS|Association)TimeLimit",
            "it asks for more than one job may have"),
    LIMIT_OF_QOS(
            Outlook.OWN_LIMIT,
            "QOSMax\\w*|QOS(Job|Resource)Limit|QOSUsageThreshold",
            "the most that its QOS lets a user have"),
    LIMIT_OF_ALL_IN_QOS(Outlook.OWN_LIMIT, "QOSGrp\\w*", "the most that all users of its QOS may have together"),
    LIMIT_OF_ACCOUNT(
            Outlook.OWN_LIMIT,
            "Assoc\\w*|Max\\w+PerAccount|AssociationJobLimit|AssociationResourceLimit|AccountingPolicy",
            "the most that its account may have"),
    LICENSES(Outlook.COMES, "Licenses|BurstBuffer\\w*", "licenses or burst buffers are not free yet"),
    CANNOT_BE_MET(Outlook.NEVER, "BadConstraints|Deadline|DeadLine", "no nodes are as it asks"),
    NOT_ALLOWED(
            Outlook.NEVER,
            "InvalidAccount|InvalidQOS|QOSNotAllowed|AccountNotAllowed",
            "its account or QOS may not be used"),
    OTHER(Outlook.COMES, "(?s).*", "Slurm has a reason of its own");

    /** Whether it comes by itself. */
    private enum Outlook {
        COMES,
        OWN_LIMIT,
        HELD,
        NEVER
    }

    private final Outlook outlook;
    private final Pattern words;
    private final String plain;

    JobReason(Outlook outlook, String words, String plain) {
        this.outlook = outlook;
        this.words = Pattern.compile(words);
        this.plain = plain;
    }

    /** As {@code squeue} and {@code scontrol} write it. */
    public static JobReason of(String text) {
        for (JobReason reason : values()) {
            if (reason.words.matcher(text.strip()).matches()) {
                return reason;
            }
        }
        return OTHER;
    }

    /** For people: {@code other jobs go first}. */
    public String plain() {
        return plain;
    }

    /** Whether it waits for jobs of the same user, account or QOS to end: more of them would not help. */
    public boolean isOwnLimit() {
        return outlook == Outlook.OWN_LIMIT;
    }

    /** Whether it will never begin unless it is changed. */
    public boolean isNever() {
        return outlook == Outlook.NEVER;
    }
}
