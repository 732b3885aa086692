package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;

/** To whom a workload is related in one plan, and the priority that it has from who needs it. */
final class RelationSet {
  private static final WorkloadRelation[] NONE = {};

  final WorkloadRelation[] relations;

  /** Of the PriorityClass, or of the highest of those that need this workload. */
  final int priority;

  /** Whether it may preempt; if it has its priority from others, whether one of these may. */
  final boolean preempts;

  /** Whether the priority is that of others, which is higher than its own. */
  private final boolean inherits;

  private RelationSet(
      WorkloadRelation[] relations, int priority, boolean preempts, boolean inherits) {
    this.relations = relations;
    this.priority = priority;
    this.preempts = preempts;
    this.inherits = inherits;
  }

  /** Of a workload as long as nobody else is known. */
  static RelationSet alone(Workload workload) {
    return new RelationSet(
        NONE, workload.priority().value(), workload.priority().preempts(), false);
  }

  RelationSet with(WorkloadRelation[] others) {
    return new RelationSet(others, priority, preempts, inherits);
  }

  /**
   * The same with the priority of one who needs the workload, if that is higher than its own, and
   * with the right to preempt that comes with it.
   */
  RelationSet inheriting(RelationSet theirs) {
    boolean higher = theirs.priority > priority;
    boolean more = inherits && theirs.priority == priority && theirs.preempts && !preempts;
    return higher || more
        ? new RelationSet(relations, theirs.priority, theirs.preempts, true)
        : this;
  }

  boolean has(WorkloadRelation.Kind kind) {
    for (WorkloadRelation relation : relations) {
      if (relation.kind() == kind) {
        return true;
      }
    }
    return false;
  }

  /** Whether it needs a workload that does not exist. */
  boolean lacksTarget() {
    for (WorkloadRelation relation : relations) {
      if (relation.kind() == WorkloadRelation.Kind.Needs && relation.other() < 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether neither is related to anybody, and both have the same priority. */
  boolean isAloneAs(RelationSet other) {
    return priority == other.priority
        && preempts == other.preempts
        && relations.length == 0
        && other.relations.length == 0;
  }
}
