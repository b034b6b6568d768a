#!/bin/sh
# Attune @version@: this script with the program, a jar, behind it.

fail() {
    printf 'attune: %s\n' "$1" >&2
    printf '%s\n' "Attune needs Java 17 or newer: install one (Debian, Ubuntu: apt install openjdk-17-jre-headless), or set JAVA_HOME to its folder." >&2
    exit 2
}

if [ -n "${JAVA_HOME-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it."
    home=$JAVA_HOME
else
    java=$(command -v java) || fail "no java was found: JAVA_HOME is not set, and it is not on the PATH."
    home=$(readlink -f "$java" 2>/dev/null)
    home=${home%/bin/java}
fi

# Every JDK since 9 tells its version in a file; asking java itself would cost more than the whole start.
version=
if [ -r "$home/release" ]; then
    while IFS='=' read -r key value; do
        if [ "$key" = JAVA_VERSION ]; then
            version=${value#\"} version=${version%\"}
        fi
    done <"$home/release"
fi
if [ -z "$version" ]; then
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
fi
major=${version%%[!0-9]*}
[ "${major:-0}" -ge 17 ] || fail "$java is Java ${version:-of an unknown version}."

# For the lines that are printed to be pasted.
if [ -z "${ATTUNE_CALLED-}" ]; then
    [ "$0" = "$(command -v attune)" ] && ATTUNE_CALLED=attune || ATTUNE_CALLED=$0
    export ATTUNE_CALLED
fi

# In the C locale Java can neither name nor print anything beyond ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
C | POSIX)
    if [ -n "${LC_ALL-}" ]; then
        export LC_ALL=C.UTF-8
    else
        export LC_CTYPE=C.UTF-8
    fi
    ;;
esac

# The virtual machine's own warnings go to stdout by default, where they would break --json.
machine='-XX:+UseSerialGC -Xms16m -XX:CompressedClassSpaceSize=96m -XX:ReservedCodeCacheSize=128m -Xshare:auto -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr'

# Java starts sooner where its classes lie read, checked and laid out in a file: an archive, one for each place and state of this file and each Java, since no other takes it.
file=$0
case $file in
/*) ;;
*) file=$PWD/${file#./} ;;
esac
case ${XDG_CACHE_HOME-} in
/*) cache=$XDG_CACHE_HOME/attune ;;
*) cache=${HOME:+$HOME/.cache/attune} ;;
esac
cache=${ATTUNE_CACHE:-$cache}
case $cache in
'' | /*) ;;
*) cache=$PWD/$cache ;;
esac
state() {
    stat -L -c '%n %s %Y' "$file" "$home/lib/modules" 2>/dev/null
}
archive= copy= direct=
case ${ATTUNE_CLASS_ARCHIVE-}:$cache in
off:* | *: | *:*:*) ;;
*) state=$(state) && key=$(printf %s "$state" | cksum) && archive=$cache/classes/${key%% *}.jsa copy=${archive%.jsa}.attune direct=${archive%.jsa}.direct ;;
esac

# Java reads classes when they are first needed, also days after its start: where another version was copied over this file, it would read that. So it runs from a copy of this state of
# the file, which all starts share; an archive that is there already was for one that somebody has removed, and Java would not take it. Where that cannot be made, for want of room, it is not tried again within the hour: it would take the room from others each time.
make_copy() {
    umask 077
    mkdir -p "$cache/classes" && mkdir "$copy.making" || return
    cp "$file" "$copy.making/copy" && { sync "$copy.making/copy" || true; } && [ "$(state)" = "$state" ] &&
        mv -f "$copy.making/copy" "$copy" && rm -rf "$copy.making" "$archive" "$direct" && return
    rm -f "$copy.making/copy"
}

# Beside the command and behind it: with the least right to processors and memory, and without the caller's descriptors (a shell can name those below 10). A folder keeps it from being made twice at once, and from
# being tried again within the hour where it cannot be made. Left out are classes of method handles that Java would make anew for the archive: it crashes on them once a profiler or an agent
# looks on. One that is made at once is of the file itself where there is no copy, and marked so.
make_archive() {
    umask 077
    mkdir -p "$cache/classes" && cd "$cache/classes" || return
    {
        find . -maxdepth 1 \( -name '*.making' -mmin +60 -o -name '*.jsa' -atime +30 -o -name '*.attune' -atime +30 \)
        ls -tu | grep '\.jsa$' | tail -n +9
    } | while read -r unused; do rm -rf "${unused%.*}".*; done
    [ -O "$copy" ] || [ "${ATTUNE_CLASS_ARCHIVE-}" = now ] || return
    [ -O "$copy" ] || { copy=$file && rm -f "$archive" && : >"$direct"; } || return
    mkdir "$archive.making" && cd "$archive.making" || return
    echo 1000 >/proc/self/oom_score_adj
    # shellcheck disable=SC2086
    env -i PATH="$PATH" LC_ALL=C.UTF-8 HOME="$PWD" TMPDIR="$PWD" nice -n 19 \
        "$java" $machine -XX:TieredStopAtLevel=1 -XX:DumpLoadedClassList=list -cp "$copy" org.attune.cli.Rehearsal . &&
        grep -v -e '^@lambda-form-invoker' -e '^java/lang/invoke/BoundMethodHandle.Species_' list >classes &&
        env -i nice -n 19 "$java" -Xlog:disable -XX:+UseG1GC -Xshare:dump -XX:SharedClassListFile=classes -XX:SharedArchiveFile=archive -cp "$copy" &&
        { sync archive || true; } && mv archive "$archive" && cd .. && rm -rf "$archive.making" && return
    cd .. && rm -rf "$archive.making" && mkdir "$archive.making"
}

if [ -n "$archive" ] && [ -z "${ATTUNE_JAVA_OPTS-}" ] && { [ ! -O "$archive" ] || { [ ! -O "$copy" ] && [ ! -O "$direct" ]; }; }; then
    if [ "${ATTUNE_CLASS_ARCHIVE-}" = now ]; then
        (make_archive) </dev/null >/dev/null 2>&1
    else
        [ -O "$copy" ] || (make_copy) </dev/null >/dev/null 2>&1
        (trap '' HUP INT && make_archive 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &) </dev/null >/dev/null 2>&1
    fi
fi
[ -n "$archive" ] && [ -O "$archive" ] || archive=
[ -n "$copy" ] && [ -O "$copy" ] || copy=$file
# Not every file system notes by itself when they were used.
[ -z "$archive" ] || touch -a -c "$archive" "$copy" 2>/dev/null

# At the addresses for which it was made, and shared by all processes: newer builds of Java would move it elsewhere in each of them, which takes its time and the memory of a whole copy.
at=${archive:+-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0}

# A program of somebody's own, with Java's own choice of compilers, collector and memory. The archive is for a class path that begins with this file.
if [ "${1-}" = java ] && [ -n "${2-}" ] && [ "$2" != -h ] && [ "$2" != --help ]; then
    shift
    path=${CLASSPATH:-.} rest=$# options=yes
    while [ "$rest" -gt 0 ]; do
        word=$1 rest=$((rest - 1))
        shift
        [ "$rest" -gt 0 ] || options=
        case $options$word in
        yes-cp | yes-classpath | yes--class-path)
            path=${1-} rest=$((rest - 1))
            shift
            continue
            ;;
        yes--class-path=*)
            path=${word#*=}
            continue
            ;;
        yes-jar)
            printf 'attune: java -jar takes no classes but those of its jar: name the jar with -cp, and its main class.\n' >&2
            exit 2
            ;;
        yes-p | yes--module-path | yes--upgrade-module-path | yes--add-modules | yes--limit-modules | yes--add-opens | yes--add-exports | yes--add-reads | yes--patch-module)
            set -- "$@" "$word"
            word=${1-} rest=$((rest - 1))
            shift
            ;;
        yes-*) ;;
        *) options= ;;
        esac
        set -- "$@" "$word"
    done
    [ "$major" -lt 22 ] || set -- --enable-native-access=ALL-UNNAMED "$@"
    # shellcheck disable=SC2086
    exec "$java" $at ${archive:+"-XX:SharedArchiveFile=$archive" "-Dattune.classes=$archive" '-Xlog:cds*=off'} "-Dattune.file=$file" -cp "$copy:$path" "$@"
fi

# Trials are processes of their own, and beside them the quick compiler serves best: the other one takes seconds of the processors, and gives little. It is for trials that are threads in here (start: thread).
# Where TLS is Java's own, on machines other than these two, what speaks to a cluster needs the thorough compiler.
# That stays for days, too: what the C library keeps for later goes back to the system (a Java that cannot do that passes it over).
# So does what runs as a task of a Slurm step.
staying=
compiler=-XX:TieredStopAtLevel=1
case ${1-}${SLURM_PROCID:+-task} in
cluster* | worker* | bridge* | run-task)
    staying='-XX:+IgnoreUnrecognizedVMOptions -XX:TrimNativeHeapInterval=10000'
    [ -e /lib64/ld-linux-x86-64.so.2 ] || [ -e /lib/ld-linux-aarch64.so.1 ] || compiler=-XX:TieredStopAtLevel=4
    ;;
esac
for word in "$@"; do
    case $word in
    *thread*) compiler=-XX:TieredStopAtLevel=4 ;;
    # A program's data may be a word as well, and large.
    *) [ ! -f "$word" ] || ! head -c 100000 "$word" 2>/dev/null | grep -q thread || compiler=-XX:TieredStopAtLevel=4 ;;
    esac
done

# shellcheck disable=SC2086
exec "$java" $machine $staying $at ${archive:+"-XX:SharedArchiveFile=$archive" "-Dattune.classes=$archive"} "$compiler" "-Dattune.file=$file" ${ATTUNE_JAVA_OPTS-} -jar "$copy" "$@"
