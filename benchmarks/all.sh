#!/bin/sh
# The figures of docs/benchmarks.md, one after the other, in ten to fifteen minutes on a machine that does nothing else:
#
#     benchmarks/all.sh [--ray PYTHON] [--torch PYTHON] [--full] | tee figures.txt
#
# PYTHON: interpreters that have ray[tune] and torch; without them their rows are left out. --full takes more rounds, and 10,000 trials where few are 1,000: half an hour.
# By their own programs alone are measured: the quality of answers (SearchQuality, Lcbench), faults (killed, cluster_faults), and what needs a Slurm (slurm_rounds, slurm_crowd, slurm_endless, slurm_faults).
# Echo is the limit that Tasks measures itself by; terminal and picture are what others look through.
set -eu
cd "$(dirname "$0")/.."

ray='' torch=''
startup=10 trial_rate='300 3' python_trials='--trials 20 --rounds 2' warm_start='--trials 6 --rounds 2'
report_latency='1000 64' head_memory='--trials 1000 --rounds 1' suggestion=100 configurations=100000
while [ $# -gt 0 ]; do
    case $1 in
    --ray) ray=$2 && shift 2 ;;
    --torch) torch=$2 && shift 2 ;;
    --full)
        startup=20 trial_rate='1000 5' python_trials='--trials 60 --rounds 3' warm_start='--trials 10 --rounds 3'
        report_latency='2000 64 --rounds 3' head_memory='--trials 10000 --rounds 1' suggestion=200
        shift
        ;;
    *) echo "usage: benchmarks/all.sh [--ray PYTHON] [--torch PYTHON] [--full]" >&2 && exit 2 ;;
    esac
done

measure() {
    printf '\n## %s\n\n' "$*"
    "$@" 2>&1 || echo "(it ended with exit code $?)"
}

./attune --version
echo "$(uname -srm), $(nproc) CPUs; $(java -version 2>&1 | head -n 1); load before: $(cut -d' ' -f1-3 /proc/loadavg); $(date -u +%Y-%m-%d)"
measure python3 benchmarks/startup.py $startup
measure java benchmarks/TrialRate.java $trial_rate
measure python3 benchmarks/python_trials.py $python_trials ${ray:+--ray "$ray"}
[ -z "$torch" ] || measure python3 benchmarks/warm_start.py $warm_start --python "$torch"
measure python3 benchmarks/python_tasks.py --rounds 20 --repeats 3 ${ray:+--ray "$ray"}
measure cli/target/attune java benchmarks/Tasks.java 1 3 20
measure python3 benchmarks/report_latency.py $report_latency
measure python3 benchmarks/head_memory.py $head_memory
measure python3 benchmarks/worker_footprint.py
measure python3 benchmarks/cluster_trials.py
measure java -cp cli/target/attune benchmarks/AllocationEnds.java
measure java -cp cli/target/attune benchmarks/ManyWorkers.java
measure java -Xmx2g -cp cli/target/attune benchmarks/JournalRate.java
measure java -Xmx2g -cp cli/target/attune benchmarks/EventCost.java
measure java -cp cli/target/attune benchmarks/Suggestion.java $suggestion
measure java -cp cli/target/attune benchmarks/SpaceSampling.java $configurations
measure java -cp cli/target/attune benchmarks/ConditionalSearch.java
