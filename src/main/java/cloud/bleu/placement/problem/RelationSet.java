package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;

/** To whom a workload is related in one plan, and the priority that it has from who needs it. */
final class RelationSet {
  private static final WorkloadRelation[] NONE = {};

  final WorkloadRelation[] relations;

  /** Of the PriorityClass, or of the highest of those that need this workload. */
  final int priority;

  /** Whether it, or one from whom it has its priority, may preempt. */
  final boolean preempts;

  private RelationSet(WorkloadRelation[] relations, int priority, boolean preempts) {
    this.relations = relations;
    this.priority = priority;
    this.preempts = preempts;
  }

  /** Of a workload as long as nobody else is known. */
  static RelationSet alone(Workload workload) {
    return new RelationSet(NONE, workload.priority().value(), workload.priority().preempts());
  }

  RelationSet with(WorkloadRelation[] others) {
    return new RelationSet(others, priority, preempts);
  }

  /** The same with the priority of one who needs the workload, if that is higher. */
  RelationSet inheriting(RelationSet theirs) {
    return theirs.priority <= priority
        ? this
        : new RelationSet(relations, theirs.priority, preempts | theirs.preempts);
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
