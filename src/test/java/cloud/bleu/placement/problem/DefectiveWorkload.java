package cloud.bleu.placement.problem;

/** A defect of the engine in one workload, to see whom it is laid to. */
public final class DefectiveWorkload {
  private DefectiveWorkload() {}

  /** Whoever asks for the relations of a workload fails. */
  public static void make(CompiledWorkload compiled) {
    compiled.relationSet = compiled.relationSet.with(new WorkloadRelation[] {null});
  }
}
